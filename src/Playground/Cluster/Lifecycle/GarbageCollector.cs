using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>Deletes objects whose owners are gone, and carries out foreground and orphaning deletions.</summary>
internal sealed class GarbageCollector(ClusterServices cluster, ControllerIdentity identity)
{
    private readonly Dictionary<string, HashSet<ObjectKey>> dependents = [];
    private readonly Deleter deleter = new(cluster);
    private readonly Writer writer = new(cluster);

    /// <summary>Keeps the index from owners to dependents; every change passes here once, in order.</summary>
    public void Learn(StoreEvent change)
    {
        foreach (var uid in OwnerUids(change.Before)) dependents.GetValueOrDefault(uid)?.Remove(change.Key);
        foreach (var uid in OwnerUids(change.After))
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
            foreach (var owner in change.Before.Items("metadata", "ownerReferences")) await FinishOwnerAsync(change.Key, owner, cancel);
            return;
        }

        var live = cluster.Store.Find(change.Key);
        if (live is null) return;
        if (live.Items("metadata", "ownerReferences").Any()) await CollectAsync(change.Key, cancel);
        if (!live.Has("metadata", "deletionTimestamp")) return;
        var finalizers = live.Texts("metadata", "finalizers").ToList();
        if (finalizers.Contains(Deleter.Orphan)) await OrphanAsync(change.Key, live, cancel);
        if (finalizers.Contains(Deleter.Foreground)) await ForegroundAsync(change.Key, live, cancel);
    }

    private static IEnumerable<string> OwnerUids(JsonObject? item) =>
        item.Items("metadata", "ownerReferences").Select(owner => owner.Text("uid")).OfType<string>();

    private List<ObjectKey> DependentsOf(JsonObject? owner) =>
        owner.Text("metadata", "uid") is { } uid && dependents.TryGetValue(uid, out var keys) ? [.. keys] : [];

    /// <summary>Deletes an object that has owners but none that lives; else drops the references to those that do not.</summary>
    private async Task CollectAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not { } live || live.Has("metadata", "deletionTimestamp")) return;
        var owners = live.Items("metadata", "ownerReferences").OfType<JsonObject>().ToList();
        var gone = owners.Where(owner => IsGone(owner, key)).ToList();
        if (gone.Count == 0) return;
        if (gone.Count == owners.Count)
        {
            if (RequestFor(key, "delete") is { } request)
                await deleter.DeleteAsync(request with { Options = request.Options with { UidPrecondition = live.Text("metadata", "uid") } }, cancel);
            return;
        }

        await ReleaseAsync(key, gone.Select(owner => owner.Text("uid")).ToHashSet(), cancel);
    }

    /// <summary>Whether an owner is known not to live; an owner of a kind that is not served is left in doubt.</summary>
    private bool IsGone(JsonObject owner, ObjectKey dependent)
    {
        if (cluster.Catalog.FindKind(owner.Text("apiVersion"), owner.Text("kind")) is not { } type) return false;
        return cluster.UidOf(type.Key(dependent.Namespace, owner.Text("name") ?? "")) != owner.Text("uid");
    }

    private async Task ForegroundAsync(ObjectKey key, JsonObject live, CancellationToken cancel)
    {
        var uid = live.Text("metadata", "uid");
        var blocking = 0;
        foreach (var dependent in DependentsOf(live))
        {
            if (cluster.Store.Find(dependent) is not { } found) continue;
            var reference = found.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.Text("uid") == uid);
            if (reference is null) continue;
            if (reference.Flag("blockOwnerDeletion")) blocking++;
            if (!found.Has("metadata", "deletionTimestamp") && RequestFor(dependent, "delete") is { } request)
                await deleter.DeleteAsync(request with { Options = request.Options with { Propagation = "Foreground" } }, cancel);
        }

        var still = blocking > 0 && DependentsOf(live).Any(dependent => cluster.Store.Find(dependent) is { } left
            && left.Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == uid && owner.Flag("blockOwnerDeletion")));
        if (!still) await DropFinalizerAsync(key, Deleter.Foreground, cancel);
    }

    private async Task OrphanAsync(ObjectKey key, JsonObject live, CancellationToken cancel)
    {
        HashSet<string?> owner = [live.Text("metadata", "uid")];
        foreach (var dependent in DependentsOf(live)) await ReleaseAsync(dependent, owner, cancel);
        await DropFinalizerAsync(key, Deleter.Orphan, cancel);
    }

    private async Task FinishOwnerAsync(ObjectKey dependent, JsonNode? reference, CancellationToken cancel)
    {
        if (cluster.Catalog.FindKind(reference.Text("apiVersion"), reference.Text("kind")) is not { } type) return;
        var key = type.Key(dependent.Namespace, reference.Text("name") ?? "");
        if (cluster.Store.Find(key) is { } owner && owner.Texts("metadata", "finalizers").Contains(Deleter.Foreground))
            await ForegroundAsync(key, owner, cancel);
    }

    private Task ReleaseAsync(ObjectKey key, HashSet<string?> owners, CancellationToken cancel) => PatchAsync(key, live =>
        live.Metadata["ownerReferences"] = new JsonArray([.. live.Items("metadata", "ownerReferences")
            .Where(owner => !owners.Contains(owner.Text("uid"))).Select(owner => owner?.DeepClone())]), cancel);

    private Task DropFinalizerAsync(ObjectKey key, string finalizer, CancellationToken cancel) => PatchAsync(key, live =>
        live.Metadata["finalizers"] = Trees.ArrayOf(live.Texts("metadata", "finalizers").Where(name => name != finalizer)), cancel);

    private async Task PatchAsync(ObjectKey key, Action<JsonObject> change, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is null || RequestFor(key, "patch") is not { } request) return;
        await writer.UpdateAsync(request, new WriteMode(true, false), live =>
        {
            change(live);
            return live;
        }, cancel);
    }

    private ResourceRequest? RequestFor(ObjectKey key, string verb) =>
        identity.RequestFor(key, verb, ControllerIdentity.GarbageCollector);
}
