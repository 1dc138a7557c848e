namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>Empties terminating namespaces and terminating definitions, then lets them go.</summary>
internal sealed class Terminations(ClusterServices cluster)
{
    private static readonly Collection Definitions = new("apiextensions.k8s.io", "customresourcedefinitions");

    private readonly Deleter deleter = new(cluster);
    private readonly ControllerAccount account = new(cluster, "namespace-controller");
    private readonly Writer writer = new(cluster);

    public async Task HandleAsync(StoreEvent change, CancellationToken cancel)
    {
        var key = change.Key;
        if (change.After is not null)
        {
            if (key is { Group: "", Plural: "namespaces" }) await NamespaceAsync(key, cancel);
            if (key is { Group: "", Plural: "persistentvolumeclaims" or "persistentvolumes" }) await VolumeAsync(key, cancel);
            return;
        }

        if (key is { Group: "", Plural: "serviceaccounts", Name: "default" }
            or { Group: "", Plural: "configmaps", Name: "kube-root-ca.crt" })
            new Reactions(cluster).Furnish(key.Namespace);
        if (key.Namespace.Length > 0) await NamespaceAsync(new ObjectKey("", "namespaces", "", key.Namespace), cancel);
    }

    /// <summary>Ends the definition that a change may have been the last thing to wait for.</summary>
    public async Task DefinitionsAsync(StoreEvent change, CancellationToken cancel)
    {
        if (change.Key.Collection == Definitions) await DefinitionAsync(change.Key, cancel);
        else if (change.After is null)
            await DefinitionAsync(change.Key with { Group = Definitions.Group, Plural = Definitions.Plural, Namespace = "",
                Name = $"{change.Key.Plural}.{change.Key.Group}" }, cancel);
    }

    private async Task NamespaceAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not { } found || !found.Has("metadata", "deletionTimestamp")) return;
        await EmptyAsync(cluster.Store.In(key.Name), "deletecollection", admit: true, cancel);
        if (cluster.Store.In(key.Name).Count > 0 || !found.Items("spec", "finalizers").Any()) return;
        await writer.WriteAsync(account.Request(key, "update")! with { Subresource = "finalize" },
            Change.By(live => live.Open("spec").Remove("finalizers")), cancel);
    }

    /// <summary>Objects of a definition go without reviews, as on a real server.</summary>
    private async Task DefinitionAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not { } found || !found.Has("metadata", "deletionTimestamp")) return;
        if (!found.Texts("metadata", "finalizers").Contains(CustomDefinitions.CleanupFinalizer)) return;
        var collection = new Collection(found.Text("spec", "group")!, found.Text("spec", "names", "plural")!);
        await EmptyAsync(cluster.Store.List(collection).Objects.Select(item => (new ObjectKey(
            collection.Group, collection.Plural, item.Text("metadata", "namespace") ?? "", item.Text("metadata", "name")!), item)),
            "delete", admit: false, cancel);
        if (cluster.Store.List(collection).Objects.Count > 0) return;
        writer.Put(account.Request(key, "update")! with { User = UserInfo.ApiServer },
            live => live.DropFinalizers(CustomDefinitions.CleanupFinalizer));
    }

    /// <summary>No volume is ever in use in this cluster, so its protection ends with its deletion.</summary>
    private async Task VolumeAsync(ObjectKey key, CancellationToken cancel)
    {
        if (cluster.Store.Find(key) is not { } found || !found.Has("metadata", "deletionTimestamp")
            || account.Request(key, "update") is not { } request) return;
        await writer.WriteAsync(
            request, Change.By(live => live.DropFinalizers("kubernetes.io/pvc-protection", "kubernetes.io/pv-protection")), cancel);
    }

    private Task EmptyAsync(IEnumerable<(ObjectKey Key, JsonObject Object)> contents, string verb, bool admit, CancellationToken cancel) =>
        deleter.DeleteAllAsync(contents.Where(entry => !entry.Object.Has("metadata", "deletionTimestamp"))
            .Select(entry => account.Request(entry.Key, verb)).OfType<ResourceRequest>(), cancel, admit);
}
