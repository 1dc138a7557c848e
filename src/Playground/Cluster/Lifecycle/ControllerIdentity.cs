using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>As whom the cluster's own controllers write: their service accounts, with the proof that webhooks expect.</summary>
internal sealed class ControllerIdentity(ClusterServices cluster)
{
    public const string GarbageCollector = "generic-garbage-collector";
    public const string NamespaceController = "namespace-controller";

    /// <summary>The accounts, all in kube-system.</summary>
    public static readonly IReadOnlyList<string> All = [GarbageCollector, NamespaceController];

    private readonly string tokenId = Guid.NewGuid().ToString();

    /// <summary>An account's request to do something to an object; null when no such kind is served any more.</summary>
    public ResourceRequest? RequestFor(ObjectKey key, string verb, string account) =>
        cluster.Catalog.FindStored(key.Collection) is not { } type
            ? null
            : new ResourceRequest
            {
                Verb = verb,
                Type = type,
                User = User(account),
                Namespace = type.Row.Namespaced ? key.Namespace : null,
                Name = key.Name,
                Options = new WriteOptions { FieldManager = "kube-controller-manager" },
            };

    private UserInfo User(string account) => new(
        $"{UserInfo.ServiceAccountPrefix}kube-system:{account}",
        cluster.UidOf(new ObjectKey("", "serviceaccounts", "kube-system", account)),
        UserInfo.ServiceAccountGroups("kube-system"),
        new Dictionary<string, IReadOnlyList<string>> { [UserInfo.CredentialId] = [$"JTI={tokenId}"] });
}
