namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>The service account in whose name a controller works.</summary>
internal sealed class ControllerAccount(ClusterServices cluster, string name)
{
    private readonly string tokenId = Guid.NewGuid().ToString();

    /// <summary>A request to do something to an object; null when no such kind is served any more.</summary>
    public ResourceRequest? Request(ObjectKey key, string verb) => cluster.Catalog.FindStored(key.Collection) is not { } type
        ? null
        : new()
        {
            Verb = verb,
            Type = type,
            User = UserInfo.Account("kube-system", name, cluster.Store
                .Find(new ObjectKey("", "serviceaccounts", "kube-system", name)).Text("metadata", "uid") ?? "", tokenId),
            Namespace = type.Row.Namespaced ? key.Namespace : null,
            Name = key.Name,
            Options = new RequestOptions { FieldManager = "kube-controller-manager" },
        };
}
