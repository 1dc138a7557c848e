using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// A cluster that exists: <c>E2E_KUBECONFIG</c> names a kubeconfig of an administrator, <c>E2E_HOST</c> the address at which its
/// API server reaches this machine. Certificates for the playground's people come from the cluster's own signers. It is expected to
/// have no other node: the playground's simulated one is its only.
/// </summary>
internal sealed class ExternalCluster(string kubeconfig, string host, string authority, TimeProvider time) : ICluster
{
    private static readonly TimeSpan SigningDeadline = TimeSpan.FromSeconds(30);

    private static readonly Resource Requests =
        new("certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", false);

    private readonly ApiClient _client = Kubeconfig.Connect(kubeconfig, time);

    public string Description { get; private set; } = "";
    public Uri Address => _client.Server;
    public string CertificateAuthorityPem => authority;
    public bool RunsControllers => true;
    public bool Outlives => true;
    public string WebhookHost => host;
    public string BootstrapKubeconfig => kubeconfig;

    public static async Task<ExternalCluster> ConnectAsync(
        string kubeconfig, string? host, PlaygroundServices services, CancellationToken ct)
    {
        if (host is null)
            throw new PlaygroundException(
                "E2E_KUBECONFIG is set, so E2E_HOST must be too: the address at which that cluster reaches this machine.");

        kubeconfig = Path.GetFullPath(kubeconfig);
        var view = await services.Shell.ReadAsync(
            ["kubectl", "--kubeconfig", kubeconfig, "config", "view", "--raw", "--minify", "--flatten", "-o", "json"], ct);
        if (JsonNode.Parse(view).Items("clusters").First().Text("cluster", "certificate-authority-data") is not { } authority)
            throw new PlaygroundException($"{kubeconfig} names no certificate authority for its cluster.");

        var cluster = new ExternalCluster(kubeconfig, host, Decode(authority), services.Time);
        var version = await cluster._client.GetPathAsync("/version", ct);
        cluster.Description = $"cluster at {cluster.Address.Authority}, {Json.Text(version, "gitVersion")}";
        if (await cluster._client.GetAsync(BuiltInResources.Namespaces, null, Core.Names.Namespace, ct) is null) return cluster;
        throw new PlaygroundException(
            $"The cluster at {cluster.Address.Authority} has a namespace {Core.Names.Namespace} already. The playground installs and " +
            "removes GitOpsGuard, so it needs a cluster without: see 'Uninstall' in docs/install.md.");
    }

    public async Task<IssuedCertificate> IssueAsync(string user, IReadOnlyList<string> groups, CancellationToken ct)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CertificateAuthority.Subject(user, groups), key, HashAlgorithmName.SHA256);
        var name = $"playground-{user.Replace(':', '-')}-{Guid.NewGuid():N}";
        var signer = $"kubernetes.io/kube-apiserver-client{(groups.Contains("system:nodes") ? "-kubelet" : "")}";
        await _client.CreateAsync(Requests, null, Template.ControlPlane.Fill(
            "Certificate signing request",
            ("name", name), ("signer", signer), ("request", Kubeconfig.Base64(request.CreateSigningRequestPem()))), null, ct);
        await _client.MergePatchAsync(Requests, null, name, Template.ControlPlane.Fill("Approval"), null, ct, "approval");
        var certificate = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                var answer = await _client.GetAsync(Requests, null, name, ct) ?? default;
                return (certificate = Json.TextAt(answer, "status", "certificate")).Length > 0;
            },
            SigningDeadline,
            () => $"The cluster did not sign {name}. It needs a signer for {signer}, as kube-controller-manager is.", time, ct);
        await _client.DeleteAsync(Requests, null, name, null, ct);
        return new IssuedCertificate(Decode(certificate), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Takes away the node and the people's rights.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.DeleteAsync(NodeSimulator.NodeKind, null, NodeSimulator.NodeName, null, CancellationToken.None);
        foreach (var binding in Rights.All)
            await _client.DeleteAsync(Rights.Bindings, null, binding.Name(), null, CancellationToken.None);
        _client.Dispose();
    }

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
