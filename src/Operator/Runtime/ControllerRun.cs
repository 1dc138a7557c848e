using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation.Controller;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>One controller at work: its watches feed its queue, its workers empty it.</summary>
internal sealed class ControllerRun<TEntity> : IControllerRun
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly OperatorSettings _settings;
    private readonly EntityReconciler<TEntity> _reconciler;
    private readonly Tombstones _tombstones = new();
    private readonly Entities<TEntity> _entities;
    private readonly OperatorHealth _health;
    private readonly ILogger _logger;
    private readonly Resource _resource = EntityJson.ResourceOf(typeof(TEntity));

    private ControllerRun(RunContext context, Type controller)
    {
        var services = context.Services;
        _settings = services.GetRequiredService<OperatorSettings>();
        _entities = services.GetRequiredService<Entities<TEntity>>();
        _health = services.GetRequiredService<OperatorHealth>();
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(controller.FullName!);
        var parallel = _settings.ParallelReconciliation;
        var backoff = new QueueBackoff(parallel.ErrorBackoffBase, parallel.ErrorBackoffLimit, new());
        Queue = new(backoff, services.GetRequiredService<TimeProvider>());
        Primaries = context.Informers.Get(_resource, _settings.Namespace, null, ObjectTrim.WithoutManagedFields);
        _reconciler = new(services, controller, _resource, Primaries, _tombstones);
        Subscribe(context);
    }

    /// <summary>Keys of entities that are to be looked at.</summary>
    public WorkQueue<ObjectKey> Queue { get; }

    /// <summary>The entities.</summary>
    public Informer Primaries { get; }

    public static IControllerRun Create<TImplementation>(RunContext context)
        where TImplementation : class, IEntityController<TEntity> =>
        new ControllerRun<TEntity>(context, typeof(TImplementation));

    public async Task RunAsync(CancellationToken ct)
    {
        using var queue = Queue;
        _entities.Add(this);
        try
        {
            var workers = Enumerable.Range(0, _settings.ParallelReconciliation.MaxParallelReconciliations);
            await Task.WhenAll(workers.Select(_ => Task.Run(() => WorkAsync(ct), ct)));
        }
        finally
        {
            _entities.Remove(this);
        }
    }

    private void Subscribe(RunContext context)
    {
        Primaries.Changed += OnPrimary;
        foreach (var (entity, watch) in context.Services.GetServices<MappedWatchRegistration>())
        {
            if (entity != typeof(TEntity)) continue;
            var informer = context.Informers.Get(watch.Resource, _settings.Namespace, watch.LabelSelector, watch.Trim);
            informer.Changed += e => OnMapped(watch, e);
        }
    }

    private void OnPrimary(InformerEvent e)
    {
        if (e.Type == InformerEventType.Deleted) _tombstones.Add(e.Object);
        if (ChangePredicate.PriorityOf(e, _settings.ReconcileStrategy) is { } priority) Queue.Add(ObjectKey.Of(e.Object), priority);
    }

    private void OnMapped(MappedWatch watch, InformerEvent e)
    {
        if (watch.When is { } when && !when(e)) return;
        var entities = Primaries.List();
        var keys = watch.Map(e.Object, entities);
        // What the object was before may have concerned others.
        if (e.Type == InformerEventType.Modified && e.Old is { } old) keys = keys.Concat(watch.Map(old, entities));
        foreach (var key in keys.Distinct()) Queue.Add(key, watch.Priority);
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        while (true)
        {
            var key = await Queue.TakeAsync(ct);
            try
            {
                // The lease may have run out before anything has noticed; or it is renewed late, and the key is still wanted.
                if (_health.IsRunning) Settle(key, await _reconciler.ReconcileAsync(key, ct));
                else Queue.AddAfter(key, _settings.LeaderElectionRetryPeriod);
            }
            finally
            {
                Queue.Done(key);
            }
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
        OperatorLog.Failed(_logger, outcome.Exception, _resource.Kind, key.ToString(), delay.Value, outcome.Failure);
    }
}
