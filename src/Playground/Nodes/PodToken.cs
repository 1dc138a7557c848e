using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// The folder that a pod sees as <c>/var/run/secrets/kubernetes.io/serviceaccount</c>: a token of the pod's account that is bound
/// to the pod, requested by the node, the cluster's certificates and the namespace.
/// </summary>
internal sealed class PodToken(ApiClient node, ICluster cluster, JsonObject pod, string folder, TimeProvider time)
{
    private DateTimeOffset _due;

    /// <summary>Writes the folder's files, unless they are good for at least a fifth of the token's life.</summary>
    public async Task RenewAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now < _due) return;
        var answer = await node.CreateAsync(
            BuiltInResources.ServiceAccounts,
            pod.Namespace(),
            Template.Nodes.Fill("TokenRequest", ("name", pod.Name()), ("uid", pod.Uid())),
            null, ct, pod.Text("spec", "serviceAccountName") ?? "default", "token");

        var status = answer.GetProperty("status");
        await PrivateFile.WriteAsync(Path.Combine(folder, "token"), status.GetProperty("token").GetString()!, ct);
        await PrivateFile.WriteAsync(Path.Combine(folder, "ca.crt"), cluster.CertificateAuthorityPem, ct);
        await PrivateFile.WriteAsync(Path.Combine(folder, "namespace"), pod.Namespace(), ct);
        _due = now + ((status.GetProperty("expirationTimestamp").GetDateTimeOffset() - now) * 0.8);
    }
}
