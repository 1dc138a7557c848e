using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Outcomes;
using KubeOps.Abstractions.Rbac;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>The autoscalers of the cluster, by what they scale. The guard lets nobody point one at a managed object but through Git.</summary>
[GenericRbac(Groups = ["autoscaling"], Resources = ["horizontalpodautoscalers"], Verbs = RbacVerb.List | RbacVerb.Watch)]
internal sealed class Autoscalers : BackgroundService
{
    private static readonly Resource Kind = new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true);
    private readonly Informer _informer;
    private readonly ManagedWatches _watches;
    private readonly DriftQueue _queue;
    private ImmutableDictionary<ObjectIdentity, Autoscaler> _all = ImmutableDictionary<ObjectIdentity, Autoscaler>.Empty;

    public Autoscalers(ApiClient api, ManagedWatches watches, DriftQueue queue, TimeProvider time, ILogger<Informer> log)
    {
        _watches = watches;
        _queue = queue;
        _informer = new Informer(api, new InformerOptions { Resource = Kind }, time, log);
        _informer.Changed += e => Note(ObjectIdentity.Of(e.Object), e.Type == InformerEventType.Deleted ? null : Autoscaler.Of(e.Object));
    }

    /// <summary>Returns once all autoscalers are known, if any object says how many replicas it has.</summary>
    public async Task<Failure?> EnsureAsync(IEnumerable<DesiredObject> objects, CancellationToken ct) =>
        objects.Any(desired => TreePath.Find(desired.Object, Autoscaler.Replicas) is not null)
            ? await _watches.SyncedAsync(_informer, Kind, ct)
            : null;

    /// <summary>The autoscaler that contests what Git declares of an object; null when none does.</summary>
    public Autoscaler? Contesting(DesiredObject desired, JsonElement live) =>
        Volatile.Read(ref _all).Values.FirstOrDefault(scaler => scaler.Target == desired.Identity && scaler.Contests(desired, live));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _informer.RunAsync(stoppingToken);

    /// <summary>Notes an autoscaler, or that it is gone; what it scaled and scales is to be looked at.</summary>
    private void Note(ObjectIdentity identity, Autoscaler? now)
    {
        var before = _all.GetValueOrDefault(identity);
        if (before == now) return;
        Volatile.Write(ref _all, now is null ? _all.Remove(identity) : _all.SetItem(identity, now));
        if (before is not null) _queue.Add(before.Target, gone: false);
        if (now is not null) _queue.Add(now.Target, gone: false);
    }
}
