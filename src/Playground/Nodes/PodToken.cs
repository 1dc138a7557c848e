using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// The folder that a pod sees as <c>/var/run/secrets/kubernetes.io/serviceaccount</c>: a token of the pod's account
/// that is bound to the pod, requested by the node, the cluster's certificates and the namespace.
/// </summary>
internal sealed class PodToken(ApiClient node, ICluster cluster, JsonObject pod, TimeProvider time)
{
    /// <summary>What a kubelet asks for: an hour and seven seconds, renewed after four fifths of it.</summary>
    private const int LifetimeSeconds = 3607;

    /// <summary>Writes the folder's files and returns when the token should be renewed.</summary>
    public async Task<DateTimeOffset> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var account = (string?)pod["spec"]!["serviceAccountName"] ?? "default";
        var answer = await node.CreateAsync(
            BuiltInResources.ServiceAccounts,
            pod.Namespace(),
            new JsonObject
            {
                ["apiVersion"] = "authentication.k8s.io/v1",
                ["kind"] = "TokenRequest",
                ["spec"] = new JsonObject
                {
                    ["expirationSeconds"] = LifetimeSeconds,
                    ["boundObjectRef"] = new JsonObject
                    {
                        ["apiVersion"] = "v1",
                        ["kind"] = "Pod",
                        ["name"] = pod.Name(),
                        ["uid"] = pod.Uid(),
                    },
                },
            },
            null,
            cancellationToken,
            account,
            "token");

        var status = answer.GetProperty("status");
        await PrivateFile.WriteAsync(Path.Combine(folder, "token"), status.GetProperty("token").GetString()!, cancellationToken);
        await PrivateFile.WriteAsync(Path.Combine(folder, "ca.crt"), cluster.CertificateAuthorityPem, cancellationToken);
        await PrivateFile.WriteAsync(Path.Combine(folder, "namespace"), pod.Namespace(), cancellationToken);

        var expires = status.GetProperty("expirationTimestamp").GetDateTimeOffset();
        var now = time.GetUtcNow();
        return now + ((expires - now) * 0.8);
    }
}
