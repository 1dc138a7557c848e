using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>Empties terminating namespaces and terminating definitions, then lets them go.</summary>
internal sealed class Terminations(ClusterServices cluster, ControllerIdentity identity)
{
    private static readonly Collection Definitions = new("apiextensions.k8s.io", Reactions.Definitions);

    private readonly Deleter deleter = new(cluster);
    private readonly Writer writer = new(cluster);

    public async Task HandleAsync(StoreEvent change, CancellationToken cancel)
    {
        var key = change.Key;
        if (change.After is not null)
        {
            if (key is { Group: "", Plural: "namespaces" }) await NamespaceAsync(key, cancel);
            if (key.Collection == Definitions) Definition(key);
            return;
        }

        if (key is { Group: "", Plural: "serviceaccounts", Name: "default" } or { Group: "", Plural: "configmaps", Name: "kube-root-ca.crt" })
            new Reactions(cluster).Furnish(key.Namespace);
        if (key.Namespace.Length > 0) await NamespaceAsync(new ObjectKey("", "namespaces", "", key.Namespace), cancel);
        Definition(new ObjectKey(Definitions.Group, Definitions.Plural, "", $"{key.Plural}.{key.Group}"));
    }

    private async Task NamespaceAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not { } found || !found.Has("metadata", "deletionTimestamp")) return;
        var contents = cluster.Store.Everything().Where(entry => entry.Key.Namespace == key.Name).ToList();
        foreach (var (held, item) in contents)
        {
            if (!item.Has("metadata", "deletionTimestamp") && RequestFor(held, "deletecollection") is { } request)
                await DeleteAsync(request, cancel);
        }

        if (cluster.Store.Everything().Any(entry => entry.Key.Namespace == key.Name)) return;
        if (!found.Items("spec", "finalizers").Any()) return;
        await writer.UpdateAsync(RequestFor(key, "update")! with { Subresource = "finalize" }, new WriteMode(false, false), live =>
        {
            live.Open("spec").Remove("finalizers");
            return live;
        }, cancel);
    }

    private async Task DeleteAsync(ResourceRequest request, CancellationToken cancel)
    {
        try
        {
            await deleter.DeleteAsync(request, cancel);
        }
        catch (ApiError error) when (error.Code == 404)
        {
            // Gone meanwhile, with its owner.
        }
    }

    /// <summary>Objects of a definition go without reviews, as on a real server.</summary>
    private void Definition(ObjectKey key)
    {
        if (cluster.Store.Find(key) is not { } found || !found.Has("metadata", "deletionTimestamp")) return;
        if (!found.Texts("metadata", "finalizers").Contains(CustomDefinitions.CleanupFinalizer)) return;
        var collection = new Collection(found.Text("spec", "group")!, found.Text("spec", "names", "plural")!);
        foreach (var item in cluster.Store.List(collection).Objects.Where(item => !item.Has("metadata", "deletionTimestamp")))
        {
            var held = new ObjectKey(collection.Group, collection.Plural, item.Text("metadata", "namespace") ?? "", item.Text("metadata", "name")!);
            if (RequestFor(held, "delete") is { } request) deleter.Remove(request);
        }

        if (cluster.Store.List(collection).Objects.Count > 0) return;
        writer.Change(RequestFor(key, "update")! with { User = UserInfo.ApiServer }, live =>
        {
            live.Metadata["finalizers"] = Trees.ArrayOf(
                live.Texts("metadata", "finalizers").Where(name => name != CustomDefinitions.CleanupFinalizer));
            return live;
        });
    }

    private ResourceRequest? RequestFor(ObjectKey key, string verb) =>
        identity.RequestFor(key, verb, ControllerIdentity.NamespaceController);
}
