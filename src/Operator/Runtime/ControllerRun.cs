using System.Diagnostics;
using System.Text.Json;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.LeaderElection;
using KubeOps.Abstractions.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>One controller at work: its watches feed its queue, its workers empty it.</summary>
internal sealed class ControllerRun<TEntity> : IControllerRun
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private static readonly Resource Resource = EntityJson.ResourceOf(typeof(TEntity));

    private readonly OperatorSettings _settings;
    private readonly OperatorHealth _health;
    private readonly OperatorMetrics? _metrics;
    private readonly ActivitySource _activities;
    private readonly Entities<TEntity> _entities;
    private readonly Turns<TEntity> _turns;
    private readonly Tombstones _tombstones = new();
    private readonly Responsibility<TEntity>? _responsibility;
    private readonly EntityReconciler<TEntity> _reconciler;
    private readonly Func<InformerEvent, QueuePriority?> _priorityOf;
    private readonly IReadOnlyCollection<JsonElement> _before;
    private readonly ILogger _logger;

    private ControllerRun(RunContext context, ControllerRegistration registration, Selection<TEntity> selection)
    {
        var services = context.Services;
        var controller = registration.Controller;
        _before = context.Known.GetValueOrDefault(registration) ?? [];
        _settings = services.GetRequiredService<OperatorSettings>();
        _health = services.GetRequiredService<OperatorHealth>();
        _metrics = services.GetService<OperatorMetrics>();
        _activities = services.GetRequiredService<ActivitySource>();
        _entities = services.GetRequiredService<Entities<TEntity>>();
        _turns = services.GetRequiredService<Turns<TEntity>>();
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(controller.FullName!);
        if (_settings.LeaderElectionType == LeaderElectionType.Scoped)
            _responsibility = new(services.GetRequiredService<ILeadershipScope>(), _logger);
        var options = OptionsOf(services);
        _priorityOf = options.PriorityOf ?? new ChangePredicate(_settings.ReconcileStrategy, services.GetRequiredService<OwnWrites>()).PriorityOf;
        Queue = NewQueue(options, services.GetRequiredService<TimeProvider>());
        Primaries = context.Informers.Get(
            Resource, _settings.Namespace, selection.Labels, selection.Fields, ObjectTrim.WithoutManagedFields);
        _reconciler = new(
            services.GetRequiredService<ApiClient>(),
            new(services, controller),
            selection,
            _responsibility,
            new(services.GetServices<IEntityLoggingScopeEnricher<TEntity>>()),
            _logger);
        Subscribe(context);
    }

    /// <summary>Keys of entities that are to be looked at.</summary>
    public WorkQueue<ObjectKey> Queue { get; }

    /// <summary>The entities.</summary>
    public Informer Primaries { get; }

    public string Kind => Resource.Kind;

    public QueueState Queued => Queue.State;

    public IReadOnlyCollection<JsonElement> Known => [.. _tombstones.List(), .. Primaries.List()];

    /// <summary>Subscribes a controller to what it watches; it works once <see cref="RunAsync"/> is called.</summary>
    public static async Task<IControllerRun> StartAsync(
        RunContext context, ControllerRegistration registration, CancellationToken ct) =>
        new ControllerRun<TEntity>(context, registration, await Selection<TEntity>.AskAsync(registration, context.Services, ct));

    public async Task RunAsync(CancellationToken ct)
    {
        using var queue = Queue;
        MissWhatHasGone();
        _entities.Add(this);
        try
        {
            // Changes of the scope are heard of before the first question is put.
            var followed = _responsibility?.FollowAsync(key => Queue.Add(key), ct) ?? Task.CompletedTask;
            var workers = Enumerable.Range(0, _settings.ParallelReconciliation.MaxParallelReconciliations);
            await Task.WhenAll(workers.Select(_ => Task.Run(() => WorkAsync(ct), ct)).Append(followed));
        }
        finally
        {
            _entities.Remove(this);
        }
    }

    private static ControllerOptions OptionsOf(IServiceProvider services) =>
        services.GetServices<ControllerOptionsRegistration>().LastOrDefault(o => o.Entity == typeof(TEntity))?.Options ?? new();

    private WorkQueue<ObjectKey> NewQueue(ControllerOptions options, TimeProvider time)
    {
        var backoff = new QueueBackoff(_settings.ParallelReconciliation.ErrorBackoffBase, options.LongestBackoff, new());
        return new(backoff, time, static key => key.Namespace);
    }

    private void Subscribe(RunContext context)
    {
        Primaries.Changed += OnPrimary;
        foreach (var (entity, watch) in context.Services.GetServices<MappedWatchRegistration>())
        {
            if (entity != typeof(TEntity)) continue;
            var informer = context.Informers.Get(watch.Resource, _settings.Namespace, watch.LabelSelector, null, watch.Trim);
            informer.Changed += e => OnMapped(watch, e);
        }
    }

    /// <summary>Compares what was known when this controller last ran with what there is.</summary>
    private void MissWhatHasGone()
    {
        foreach (var last in _before)
        {
            var key = ObjectKey.Of(last);
            if (Primaries.Get(key.Namespace, key.Name) is { } now && ObjectKey.Uid(now) == ObjectKey.Uid(last)) continue;
            OnPrimary(new(InformerEventType.Deleted, last, last));
        }
    }

    private void OnPrimary(InformerEvent e)
    {
        if (e.Type == InformerEventType.Deleted) _tombstones.Add(e.Object);
        var priority = e.Type == InformerEventType.Modified ? _priorityOf(e) : QueuePriority.Normal;
        if (priority is { } urgency) Queue.Add(ObjectKey.Of(e.Object), urgency);
    }

    private void OnMapped(MappedWatch watch, InformerEvent e)
    {
        try
        {
            if (watch.When is { } when && !when(e)) return;
            var entities = Primaries.List();
            var keys = watch.Map(e.Object, entities);
            // What the object was before may have concerned others.
            if (e.Type == InformerEventType.Modified && e.Old is { } old) keys = keys.Concat(watch.Map(old, entities));
            foreach (var key in keys.Distinct()) Queue.Add(key, watch.Priority);
        }
        catch (Exception failure)
        {
            // A look too many costs less than one that is missed.
            OperatorLog.MappingFailed(_logger, failure, watch.Resource.Kind, ObjectKey.Of(e.Object).ToString());
            LookAgain();
        }
    }

    private void LookAgain()
    {
        foreach (var tree in Primaries.List()) Queue.Add(ObjectKey.Of(tree), QueuePriority.Low);
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        while (true)
        {
            var key = await Queue.TakeAsync(ct);
            try
            {
                await TakeTurnAsync(key, ct);
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // Reconciliations do not throw, so what did is around them, such as a logger, and there is nobody to tell.
                Queue.AddFailed(key);
            }
            finally
            {
                Queue.Done(key);
            }
        }
    }

    private async Task TakeTurnAsync(ObjectKey key, CancellationToken ct)
    {
        if (!_health.IsRunning)
        {
            // The lease may have run out before anything has noticed; or it is renewed late, and the key is still wanted.
            Queue.AddAfter(key, _settings.LeaderElectionRetryPeriod);
            return;
        }

        if (!_turns.TryTake(key, () => Queue.Add(key))) return;
        using var activity = _activities.StartActivity("reconcile")?.SetTag("kind", Kind).SetTag("key", key.ToString());
        using var measured = _metrics?.Measure(Kind);
        try
        {
            var outcome = await _reconciler.ReconcileAsync(key, Primaries, _tombstones, ct);
            measured?.End(outcome.Failure is null);
            Settle(key, outcome);
        }
        finally
        {
            _turns.Give(key);
        }
    }

    private void Settle(ObjectKey key, Outcome outcome)
    {
        if (outcome.Failure is null)
        {
            Queue.Forget(key);
            Queue.Resync(key, outcome.After);
            return;
        }

        var delay = outcome.After;
        if (delay is null) delay = Queue.AddFailed(key);
        else Queue.AddAfter(key, delay.Value);
        OperatorLog.Failed(_logger, outcome.Exception, Kind, key.ToString(), delay.Value, outcome.Failure);
    }
}
