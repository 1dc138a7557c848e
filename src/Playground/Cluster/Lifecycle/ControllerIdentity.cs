using GitOpsGuard.Playground.Cluster.Access;
using GitOpsGuard.Playground.Cluster.Storage;

namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>As whom the cluster's own controllers write: their service accounts, with the proof that webhooks expect.</summary>
internal sealed class ControllerIdentity(ClusterServices cluster)
{
    public const string GarbageCollector = "generic-garbage-collector";
    public const string NamespaceController = "namespace-controller";

    /// <summary>The accounts, all in kube-system.</summary>
    public static readonly IReadOnlyList<string> All = [GarbageCollector, NamespaceController];

    private readonly string tokenId = Guid.NewGuid().ToString();

    public UserInfo Of(string account) => new(
        $"{UserInfo.ServiceAccountPrefix}kube-system:{account}",
        cluster.UidOf(new ObjectKey("", "serviceaccounts", "kube-system", account)),
        UserInfo.ServiceAccountGroups("kube-system"),
        new Dictionary<string, IReadOnlyList<string>> { [UserInfo.CredentialId] = [$"JTI={tokenId}"] });
}
