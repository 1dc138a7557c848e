using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Webhook.Caches;

/// <summary>Keeps the <see cref="Core.Admission.Snapshot"/> by which requests are judged up to date with the cluster.</summary>
internal sealed class ClusterView
{
    /// <summary>Inventories reach a megabyte each: a list of many at once would take more memory than all that is kept of them.</summary>
    private const int LargeInPage = 4;
    private const int DefaultInPage = 500;

    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<Informer> _informers;
    private readonly Informer _breakGlasses;
    private readonly Informer _policies;
    private readonly InventoryReader _inventories = new();
    private volatile Snapshot _snapshot;
    private volatile TaskCompletionSource _changed = NewSignal();

    internal ClusterView(ApiClient client, WebhookSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ClusterView>();
        _time = time;
        _snapshot = new()
        {
            GuardNamespace = settings.Namespace,
            InstallerUsers = settings.InstallerUsers,
            InstallerGroups = settings.InstallerGroups,
        };
        _policies = Follow(OwnResources.GuardPolicies, null, null, TakePolicy);
        _breakGlasses = Follow(OwnResources.BreakGlasses, null, null, TakeBreakGlass);
        _informers =
        [
            _breakGlasses,
            _policies,
            Follow(OwnResources.SyncInventories, null, null, TakeInventory, large: true),
            Follow(OwnResources.GitSyncs, null, CacheTrim.Sync, TakeSync),
            Follow(OwnResources.GitSources, null, null, TakeSource),
            Follow(BuiltInResources.ServiceAccounts, null, CacheTrim.Identity, TakeAccount),
            Follow(BuiltInResources.Pods, settings.Namespace, CacheTrim.Pod, TakePod),
            Follow(BuiltInResources.Namespaces, null, CacheTrim.Labelled, TakeNamespace),
            Follow(BuiltInResources.ConfigMaps, settings.Namespace, null, TakeLedger, name: Names.TenantLedger),
        ];

        Informer Follow(
            Resource resource, string? ns, Func<JsonElement, JsonElement>? trim, Func<Snapshot, InformerEvent, Snapshot> take, bool large = false, string? name = null)
        {
            var options = new InformerOptions
            {
                Resource = resource,
                Namespace = ns,
                FieldSelector = name is null ? null : $"metadata.name={name}",
                Trim = trim,
                Keep = large ? CacheTrim.Identity : null,
                PageSize = large ? LargeInPage : DefaultInPage,
            };
            var informer = new Informer(client, options, time, loggers.CreateLogger<Informer>());
            informer.Changed += change => Update(snapshot => take(snapshot, change));
            return informer;
        }
    }

    /// <summary>The cluster as it is known now.</summary>
    internal Snapshot Snapshot => _snapshot;

    /// <summary>Every GuardPolicy.</summary>
    internal IReadOnlyCollection<JsonElement> GuardPolicies => _policies.List();

    /// <summary>Every BreakGlass.</summary>
    internal IReadOnlyCollection<JsonElement> BreakGlasses => _breakGlasses.List();

    /// <summary>Whether every cache holds its first list.</summary>
    internal bool HasSynced => _informers.All(informer => informer.HasSynced);

    /// <summary>How long the most silent of the caches has heard nothing from the API server.</summary>
    internal TimeSpan Age => _time.GetUtcNow() - _informers.Min(informer => informer.LastProgress);

    /// <summary>Completed at the next change of the snapshot.</summary>
    internal Task NextChange => _changed.Task;

    /// <summary>Follows the cluster until cancelled.</summary>
    internal Task RunAsync(CancellationToken ct) => Task.WhenAll(_informers.Select(informer => informer.RunAsync(ct)));

    /// <summary>Waits until every cache holds its first list.</summary>
    internal async Task WaitForSyncAsync(CancellationToken ct)
    {
        await Task.WhenAll(_informers.Select(informer => informer.WaitForSyncAsync(ct)));
        WebhookLog.Synced(_logger, _snapshot.Inventory.Count, _snapshot.Inventory.Namespaces.Count, _snapshot.Policies.Length);
    }

    /// <summary>Waits until a snapshot satisfies the condition, at most for the given time.</summary>
    internal async Task WaitUntilAsync(Predicate<Snapshot> condition, TimeSpan longest, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        while (!either.IsCancellationRequested)
        {
            var change = NextChange;
            if (condition(_snapshot)) return;
            await change.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Update(Func<Snapshot, Snapshot> change)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _snapshot = change(_snapshot);
            signal = _changed;
            _changed = NewSignal();
        }

        signal.TrySetResult();
    }

    private Snapshot TakePolicy(Snapshot snapshot, InformerEvent change)
    {
        var name = Json.TextAt(change.Object, "metadata", "name");
        var others = snapshot.Policies.RemoveAll(policy => policy.Name == name);
        if (change.Type == InformerEventType.Deleted) return snapshot with { Policies = others };
        return snapshot with { Policies = others.Add(PolicyReader.Read(change.Object, Report)) };

        void Report(string fault) => WebhookLog.Ignored(_logger, "GuardPolicy", name, fault);
    }

    private Snapshot TakeInventory(Snapshot snapshot, InformerEvent change)
    {
        var shard = KeyOf(change.Object);
        if (change.Type == InformerEventType.Deleted) return snapshot with { Inventory = snapshot.Inventory.With(shard, []) };
        try
        {
            return snapshot with { Inventory = snapshot.Inventory.With(shard, _inventories.Read(change.Object)) };
        }
        catch (JsonException e)
        {
            WebhookLog.Ignored(_logger, "SyncInventory", shard, e.Message);
            return snapshot;
        }
    }

    private static Snapshot TakeBreakGlass(Snapshot snapshot, InformerEvent change)
    {
        var glass = BreakGlassReader.Read(change.Object);
        return snapshot with
        {
            BreakGlasses = change.Type == InformerEventType.Deleted ? snapshot.BreakGlasses.Remove(glass.Key) : snapshot.BreakGlasses.SetItem(glass.Key, glass),
        };
    }

    private static Snapshot TakeSync(Snapshot snapshot, InformerEvent change)
    {
        var key = KeyOf(change.Object);
        var lives = change.Type != InformerEventType.Deleted;
        var account = Json.TextAt(change.Object, "spec", "serviceAccountName");
        var applied = new AppliedRevision(Json.TextAt(change.Object, "spec", "sourceRef", "name"), Json.TextAt(change.Object, "status", "lastAppliedRevision"));
        return snapshot with
        {
            Applied = lives && applied.Revision.Length > 0 ? snapshot.Applied.SetItem(key, applied) : snapshot.Applied.Remove(key),
            Syncs = lives ? snapshot.Syncs.Add(key) : snapshot.Syncs.Remove(key),
            TenantAccounts = lives && account.Length > 0
                ? snapshot.TenantAccounts.SetItem(key, $"{Json.TextAt(change.Object, "metadata", "namespace")}/{account}")
                : snapshot.TenantAccounts.Remove(key),
        };
    }

    private static Snapshot TakeLedger(Snapshot snapshot, InformerEvent change) => snapshot with
    {
        Tenants = change.Type == InformerEventType.Deleted ? snapshot.Tenants.Clear() : TenantLedger.Read(change.Object),
    };

    private static Snapshot TakeSource(Snapshot snapshot, InformerEvent change)
    {
        var fetched = Json.TextAt(change.Object, "status", "artifact", "revision");
        var reading = TakeInputs(snapshot, change);
        return change.Type == InformerEventType.Deleted || fetched.Length == 0
            ? reading with { Fetched = reading.Fetched.Remove(KeyOf(change.Object)) }
            : reading with { Fetched = reading.Fetched.SetItem(KeyOf(change.Object), fetched) };
    }

    private static Snapshot TakeInputs(Snapshot snapshot, InformerEvent change)
    {
        var reader = $"GitSource {KeyOf(change.Object)}";
        var inputs = snapshot.EngineInputs.RemoveRange(snapshot.EngineInputs.Where(input => input.Value == reader).Select(input => input.Key));
        if (change.Type == InformerEventType.Deleted) return snapshot with { EngineInputs = inputs };
        foreach (var path in (string[][])[["spec", "secretRef", "name"], ["spec", "verify", "secretRef", "name"]])
        {
            var name = Json.TextAt(change.Object, path);
            if (name.Length > 0) inputs = inputs.SetItem(new("", "Secret", Json.TextAt(change.Object, "metadata", "namespace"), name), reader);
        }

        return snapshot with { EngineInputs = inputs };
    }

    private static Snapshot TakeAccount(Snapshot snapshot, InformerEvent change) => snapshot with
    {
        Accounts = change.Type == InformerEventType.Deleted
            ? snapshot.Accounts.Remove(KeyOf(change.Object))
            : snapshot.Accounts.SetItem(KeyOf(change.Object), Json.TextAt(change.Object, "metadata", "uid")),
    };

    private static Snapshot TakePod(Snapshot snapshot, InformerEvent change)
    {
        var pod = new LivePod(
            Json.TextAt(change.Object, "metadata", "name"),
            Json.TextAt(change.Object, "metadata", "uid"),
            Json.TextAt(change.Object, "spec", "serviceAccountName"),
            Json.TextAt(change.Object, "spec", "nodeName"));
        var ended = change.Type == InformerEventType.Deleted || Json.TextAt(change.Object, "status", "phase") is "Succeeded" or "Failed";
        return snapshot with { Pods = ended ? snapshot.Pods.Remove(pod.Uid) : snapshot.Pods.SetItem(pod.Uid, pod) };
    }

    private static Snapshot TakeNamespace(Snapshot snapshot, InformerEvent change)
    {
        var name = Json.TextAt(change.Object, "metadata", "name");
        var lives = change.Type != InformerEventType.Deleted;
        var terminating = lives && Json.TextAt(change.Object, "metadata", "deletionTimestamp").Length > 0;
        var labels = Json.TextMembers(Json.At(change.Object, "metadata", "labels")).ToFrozenDictionary(StringComparer.Ordinal);
        return snapshot with
        {
            TerminatingNamespaces = terminating ? snapshot.TerminatingNamespaces.Add(name) : snapshot.TerminatingNamespaces.Remove(name),
            NamespaceLabels = lives ? snapshot.NamespaceLabels.SetItem(name, labels) : snapshot.NamespaceLabels.Remove(name),
        };
    }

    private static string KeyOf(JsonElement obj) => $"{Json.TextAt(obj, "metadata", "namespace")}/{Json.TextAt(obj, "metadata", "name")}";
}
