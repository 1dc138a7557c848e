namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>Deletes objects whose owners are gone, and carries out foreground and orphaning deletions.</summary>
internal sealed class GarbageCollector(ClusterServices cluster)
{
    private readonly Dictionary<string, HashSet<ObjectKey>> dependents = [];
    private readonly Deleter deleter = new(cluster);
    private readonly ControllerAccount account = new(cluster, "generic-garbage-collector");
    private readonly Writer writer = new(cluster);

    /// <summary>Keeps the index from owners to dependents; every change passes here once, in order.</summary>
    public void Learn(StoreEvent change)
    {
        foreach (var owner in Owners(change.Before)) dependents.GetValueOrDefault(owner.Text("uid") ?? "")?.Remove(change.Key);
        foreach (var uid in Owners(change.After).Select(owner => owner.Text("uid") ?? ""))
        {
            if (!dependents.TryGetValue(uid, out var keys)) dependents[uid] = keys = [];
            keys.Add(change.Key);
        }
    }

    public async Task HandleAsync(StoreEvent change, CancellationToken cancel)
    {
        if (change.After is null)
        {
            foreach (var key in DependentsOf(change.Before)) await CollectAsync(key, cancel);
            foreach (var owner in Owners(change.Before)) await FinishOwnerAsync(change.Key, owner, cancel);
            return;
        }

        if (cluster.Store.Find(change.Key) is not { } live) return;
        await CollectAsync(change.Key, cancel);
        // As of this change: of a later one, dependents made in between are not known yet.
        if (!change.After.Has("metadata", "deletionTimestamp")) return;
        var finalizers = live.Texts("metadata", "finalizers").ToList();
        if (finalizers.Contains(Deleter.Orphan)) await OrphanAsync(change.Key, live, cancel);
        if (finalizers.Contains(Deleter.Foreground)) await ForegroundAsync(change.Key, live, cancel);
    }

    private static IEnumerable<JsonNode?> Owners(JsonObject? item) => item.Items("metadata", "ownerReferences");

    private static JsonNode? ReferenceTo(string? uid, JsonObject? dependent) =>
        Owners(dependent).FirstOrDefault(owner => owner.Text("uid") == uid);

    private List<ObjectKey> DependentsOf(JsonObject? owner) =>
        owner.Text("metadata", "uid") is { } uid && dependents.TryGetValue(uid, out var keys) ? [.. keys] : [];

    /// <summary>Deletes an object that has owners but none that lives; else drops the references to those that do not.</summary>
    private async Task CollectAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not { } live || live.Has("metadata", "deletionTimestamp")) return;
        var gone = Owners(live).Where(owner => KeyOf(owner, key) is { } held
            && cluster.Store.Find(held).Text("metadata", "uid") != owner.Text("uid")).ToList();
        if (gone.Count == 0) return;
        if (gone.Count < Owners(live).Count())
            await ReleaseAsync(key, gone.Select(owner => owner.Text("uid")).ToHashSet(), cancel);
        else if (account.Request(key, "delete") is { } request)
            await deleter.DeleteAsync(request with { Options = request.Options with { UidPrecondition = live.Text("metadata", "uid") } },
                cancel);
    }

    /// <summary>Where an owner would be; null for a kind that is not served, which leaves its life in doubt.</summary>
    private ObjectKey? KeyOf(JsonNode? owner, ObjectKey dependent) =>
        cluster.Catalog.FindKind(owner.Text("apiVersion"), owner.Text("kind"))?.Key(dependent.Namespace, owner.Text("name") ?? "");

    private async Task ForegroundAsync(ObjectKey key, JsonObject live, CancellationToken cancel)
    {
        var uid = live.Text("metadata", "uid");
        foreach (var dependent in DependentsOf(live))
        {
            var found = cluster.Store.Find(dependent);
            if (ReferenceTo(uid, found) is not null && !found.Has("metadata", "deletionTimestamp")
                && account.Request(dependent, "delete") is { } request)
                await deleter.DeleteAsync(request with { Options = request.Options with { Propagation = "Foreground" } }, cancel);
        }

        if (!DependentsOf(live).Exists(dependent => ReferenceTo(uid, cluster.Store.Find(dependent)).Flag("blockOwnerDeletion")))
            await DropFinalizerAsync(key, Deleter.Foreground, cancel);
    }

    private async Task OrphanAsync(ObjectKey key, JsonObject live, CancellationToken cancel)
    {
        foreach (var dependent in DependentsOf(live)) await ReleaseAsync(dependent, [live.Text("metadata", "uid")], cancel);
        await DropFinalizerAsync(key, Deleter.Orphan, cancel);
    }

    private async Task FinishOwnerAsync(ObjectKey dependent, JsonNode? reference, CancellationToken cancel)
    {
        if (KeyOf(reference, dependent) is { } key && cluster.Store.Find(key) is { } owner
            && owner.Texts("metadata", "finalizers").Contains(Deleter.Foreground)) await ForegroundAsync(key, owner, cancel);
    }

    private Task ReleaseAsync(ObjectKey key, HashSet<string?> owners, CancellationToken cancel) => ChangeAsync(key, live =>
        live.Metadata["ownerReferences"] = new JsonArray([.. Owners(live)
            .Where(owner => !owners.Contains(owner.Text("uid"))).Select(owner => owner?.DeepClone())]), cancel);

    private Task DropFinalizerAsync(ObjectKey key, string finalizer, CancellationToken cancel) =>
        ChangeAsync(key, live => live.DropFinalizers(finalizer), cancel);

    private async Task ChangeAsync(ObjectKey key, Action<JsonObject> change, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not null && account.Request(key, "patch") is { } request)
            await writer.WriteAsync(request, Change.By(change), cancel);
    }
}
