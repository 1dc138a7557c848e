using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Events;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using KubeOps.Abstractions.Reconciliation.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using EventType = KubeOps.Abstractions.Events.EventType;

namespace GitOpsGuard.Operator.Tests.Contract;

/// <summary>What the contract lets a controller inject, and how it selects its entities.</summary>
public sealed class InjectionTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_queue_brings_an_entity_back_after_its_delay()
    {
        _op.Put("one");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        var queue = _op.Services.GetRequiredService<EntityQueue<Widget>>();
        var at = _op.Time.GetUtcNow();

        var taken = await queue(
            _op.Log.Entities.First(), ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.FromSeconds(30), 0, Cancel);

        Assert.True(taken);
        await _op.Calls("reconcile one", "reconcile one");
        Assert.InRange((_op.Time.GetUtcNow() - at).TotalSeconds, 30, 60);
    }

    [Fact]
    public async Task An_attacher_puts_its_finalizer_on_where_the_operator_does_not()
    {
        _op.Put("one");
        await _op.StartAsync(
            b => b.AddFinalizer<WidgetFinalizer, Widget>("example.com/own"), s => s.WithAutoAttachFinalizers(false));
        await _op.Calls("reconcile one");
        Assert.Empty(_op.Finalizers("one"));
        var attach = _op.Services.GetRequiredService<EntityFinalizerAttacher<WidgetFinalizer, Widget>>();

        var attached = await attach(_op.Log.Entities.First(), Cancel);
        await attach(attached, Cancel);

        Assert.Equal(["example.com/own"], attached.Metadata.Finalizers);
        Assert.Equal(["example.com/own"], _op.Finalizers("one"));
        Assert.Single(_op.Api.Requests, r => r.Method == "PATCH");
    }

    [Fact]
    public async Task An_attacher_leaves_an_object_alone_that_has_taken_the_entitys_place()
    {
        _op.Put("one");
        await _op.StartAsync(
            b => b.AddFinalizer<WidgetFinalizer, Widget>("example.com/own"), s => s.WithAutoAttachFinalizers(false));
        await _op.Calls("reconcile one");
        var old = _op.Log.Entities.First();
        _op.Api.Remove(Widget.Resource, "shop", "one");
        _op.Put("one");

        var returned = await _op.Services.GetRequiredService<EntityFinalizerAttacher<WidgetFinalizer, Widget>>()(old, Cancel);

        Assert.Same(old, returned);
        Assert.Empty(_op.Finalizers("one"));
    }

    [Fact]
    public async Task Without_auto_detach_a_finalizer_that_has_run_stays_until_the_controller_takes_it_off()
    {
        _op.Put("one");
        await _op.StartAsync(
            b => b.AddFinalizer<WidgetFinalizer, Widget>("example.com/own"), s => s.WithAutoDetachFinalizers(false));
        await _op.Calls("reconcile one");

        _op.Api.Delete(Widget.Resource, "shop", "one");

        await _op.Calls("reconcile one", "finalize one");
        await _op.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(["example.com/own"], _op.Finalizers("one"));
    }

    [Fact]
    public async Task A_reconciler_runs_one_turn_at_once()
    {
        _op.Put("one");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        var reconciler = _op.Services.GetRequiredService<IReconciler<Widget>>();
        var entity = _op.Log.Entities.First();

        var there = await reconciler.Reconcile(Context(entity, ReconciliationType.Modified), Cancel);
        var gone = await reconciler.Reconcile(Context(entity, ReconciliationType.Deleted), Cancel);
        _op.Api.Remove(Widget.Resource, "shop", "one");
        var none = await reconciler.Reconcile(Context(entity, ReconciliationType.Added), Cancel);

        Assert.True(there.IsSuccess);
        Assert.True(gone.IsSuccess);
        Assert.False(none.IsSuccess);
        Assert.Equal(["reconcile one", "reconcile one", "deleted one"], _op.Log.Calls.Take(3));
    }

    [Fact]
    public async Task An_event_resource_factory_of_ones_own_changes_what_events_say()
    {
        _op.Put("one");
        await _op.StartAsync(b => b.Services.Replace(ServiceDescriptor.Singleton<IEventResourceFactory, Shouting>()));
        await _op.Calls("reconcile one");

        await _op.Services.GetRequiredService<EventPublisher>()(_op.Log.Entities.First(), "Tested", "it was tested", EventType.Normal, Cancel);

        var written = Assert.Single(_op.Api.Requests, r => r.Method == "POST").Body!;
        Assert.Equal("IT WAS TESTED", (string?)written["message"]);
        Assert.Equal("one", (string?)written["involvedObject"]!["name"]);
    }

    [Fact]
    public async Task A_controllers_selectors_are_sent_to_the_server()
    {
        await _op.StartAsync(b => b
            .AddControllerWithFieldSelector<ByField, Widget, NameSelector>()
            .AddController<ByAttribute, Widget>());

        await _op.Holds(() => _op.Api.OpenWatches == 3);

        var sent = _op.Api.Requests.Where(r => !r.IsWatch)
            .Select(r => (r.Query.GetValueOrDefault("labelSelector"), r.Query.GetValueOrDefault("fieldSelector")));
        Assert.Equal([(null, null), (null, "metadata.name=one"), ("app=web", null)], sent.Order());
    }

    [Fact]
    public async Task A_selector_may_choose_by_what_the_server_cannot_select_by()
    {
        _op.Put("big", size: "L");
        _op.Put("small", size: "S");
        await _op.StartAsync(b => b.AddController<OnlyBig, Widget>(), plain: false);

        await _op.Calls("reconcile big");
        _op.Put("small", size: "L");

        await _op.Calls("reconcile big", "reconcile small");
    }

    [Fact]
    public async Task Two_controllers_of_a_kind_never_work_on_the_same_entity_at_once()
    {
        var (atOnce, most) = (0, 0);
        _op.Log.Behaviour = async (_, e, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            Interlocked.Decrement(ref atOnce);
            return ReconciliationResult<Widget>.Success(e);
        };
        _op.Put("one", size: "L");
        await _op.StartAsync(b => b.AddController<OnlyBig, Widget>());

        await _op.Calls("reconcile one", "reconcile one");

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task The_same_controller_for_the_same_selection_is_refused()
    {
        await _op.StartAsync(b => Assert.Throws<InvalidOperationException>(() => b.AddController<WidgetController, Widget>()));
    }

    private static ReconciliationContext<Widget> Context(Widget entity, ReconciliationType type) =>
        ReconciliationContext<Widget>.CreateFor(entity, type, ReconciliationTriggerSource.Operator);

    /// <summary>Says everything loudly.</summary>
    private sealed class Shouting : IEventResourceFactory
    {
        public Corev1Event CreateEvent(IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type) => new()
        {
            InvolvedObject = entity.MakeObjectReference(),
            Reason = reason,
            Message = message.ToUpperInvariant(),
            Type = type.ToString(),
        };
    }

    /// <summary>Sees one widget.</summary>
    private sealed class ByField(WidgetLog log) : Noting(log);

    /// <summary>Sees widgets of the web.</summary>
    [LabelSelector(typeof(WebSelector))]
    private sealed class ByAttribute(WidgetLog log) : Noting(log);

    /// <summary>Sees large widgets.</summary>
    [LabelSelector(typeof(BigSelector))]
    private sealed class OnlyBig(WidgetLog log) : Noting(log);

    private abstract class Noting(WidgetLog log) : IEntityController<Widget>
    {
        public Task<ReconciliationResult<Widget>> ReconcileAsync(Widget entity, CancellationToken cancellationToken) =>
            log.CallAsync("reconcile", entity, cancellationToken);

        public Task<ReconciliationResult<Widget>> DeletedAsync(Widget entity, CancellationToken cancellationToken) =>
            log.CallAsync("deleted", entity, cancellationToken);
    }

    private sealed class NameSelector : IEntityFieldSelector<Widget>
    {
        public ValueTask<string?> GetFieldSelectorAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>("metadata.name=one");
    }

    private sealed class WebSelector : IEntityLabelSelector<Widget>
    {
        public ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>("app=web");
    }

    private sealed class BigSelector : IEntityLabelSelector<Widget>, IClientSideEntitySelector<Widget>
    {
        public ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

        public ValueTask<bool> MatchesAsync(Widget entity, CancellationToken cancellationToken) => ValueTask.FromResult(entity.Spec.Size == "L");
    }
}
