using System.Collections.Frozen;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Outcomes;
using KubeOps.Abstractions.Rbac;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What GuardPolicies open of managed objects. The guard lets it pass, so it is no drift.</summary>
[GenericRbac(Groups = [Names.Group], Resources = ["guardpolicies"], Verbs = RbacVerb.List | RbacVerb.Watch)]
[GenericRbac(Groups = [""], Resources = ["namespaces"], Verbs = RbacVerb.List | RbacVerb.Watch)]
internal sealed class Openings : BackgroundService
{
    private readonly Informer _policies;
    private readonly Informer _namespaces;
    private readonly ManagedWatches _watches;
    private readonly References _references;
    private readonly DriftQueue _queue;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonElement> _specs = new(StringComparer.Ordinal);
    private Snapshot _snapshot = new();

    public Openings(ApiClient api, ManagedWatches watches, References references, DriftQueue queue, TimeProvider time, ILogger<Informer> log)
    {
        (_watches, _references, _queue) = (watches, references, queue);
        _policies = new(api, new() { Resource = OwnResources.GuardPolicies }, time, log);
        _policies.Changed += e => NotePolicy(e.Object, e.Type == InformerEventType.Deleted);
        _namespaces = new(api, new() { Resource = BuiltInResources.Namespaces, MetadataOnly = true }, time, log);
        _namespaces.Changed += e => NoteNamespace(e.Object, e.Type == InformerEventType.Deleted);
    }

    /// <summary>Returns once all policies are known, and the namespaces that they select.</summary>
    public async Task<Failure?> EnsureAsync(CancellationToken ct) =>
        await _watches.SyncedAsync(_policies, OwnResources.GuardPolicies, ct) ?? await _watches.SyncedAsync(_namespaces, BuiltInResources.Namespaces, ct);

    /// <summary>What each policy that judges an object opens of it, to anybody at all: open is what every one of them opens.</summary>
    /// <returns>Empty where nothing is open.</returns>
    public IReadOnlyList<IReadOnlyList<OpenPath>> Of(ObjectIdentity identity, JsonElement live)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        if (!Opens(snapshot)) return [];
        IReadOnlyList<OpenPath>[] open = [.. snapshot.PoliciesFor(identity, live).Select(policy => policy.OpenIn(identity))];
        return open.Any(paths => paths.Count == 0) ? [] : open;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_policies.RunAsync(stoppingToken), _namespaces.RunAsync(stoppingToken));

    private static bool Opens(Snapshot snapshot) => snapshot.Policies.Any(policy => policy.Openings.Length > 0);

    private void NotePolicy(JsonElement policy, bool gone)
    {
        var name = Json.TextAt(policy, "metadata", "name");
        var spec = Json.Member(policy, "spec");
        lock (_gate)
        {
            if (_specs.TryGetValue(name, out var before) ? !gone && Json.SameText(before, spec) : gone) return;
            if (gone) _specs.Remove(name);
            else _specs[name] = spec;
            var others = _snapshot.Policies.RemoveAll(other => other.Name == name);
            // The guard tells of what cannot be read, which is closed.
            Take(_snapshot with { Policies = gone ? others : others.Add(PolicyReader.Read(policy, static _ => { })) });
        }
    }

    private void NoteNamespace(JsonElement ns, bool gone)
    {
        var name = Json.TextAt(ns, "metadata", "name");
        var labels = Json.TextMembers(Json.At(ns, "metadata", "labels")).ToFrozenDictionary(StringComparer.Ordinal);
        lock (_gate)
        {
            if (!gone && _snapshot.NamespaceLabels.TryGetValue(name, out var before) && before.Count == labels.Count && !before.Except(labels).Any()) return;
            var all = _snapshot.NamespaceLabels;
            Take(_snapshot with { NamespaceLabels = gone ? all.Remove(name) : all.SetItem(name, labels) });
        }
    }

    /// <summary>Where something is or was open, all objects are to be looked at again.</summary>
    private void Take(Snapshot now)
    {
        var moves = Opens(_snapshot) || Opens(now);
        Volatile.Write(ref _snapshot, now);
        if (!moves) return;
        foreach (var identity in _references.Identities) _queue.Add(identity, gone: false);
    }
}
