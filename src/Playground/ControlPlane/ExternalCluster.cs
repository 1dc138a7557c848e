using System.Security.Cryptography.X509Certificates;
using GitOpsGuard.Core;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// A cluster that exists: <c>E2E_KUBECONFIG</c> names a kubeconfig of an administrator, <c>E2E_HOST</c> the address at
/// which its API server reaches this machine. Certificates for the playground's people come from the cluster's own
/// signers. It is expected to have no other node: the playground's simulated one is its only.
/// </summary>
internal sealed class ExternalCluster : ICluster
{
    private static readonly TimeSpan SigningDeadline = TimeSpan.FromSeconds(30);
    private readonly PlaygroundServices _services;

    private ExternalCluster(string kubeconfig, string host, Uri address, string authority, PlaygroundServices services)
    {
        BootstrapKubeconfig = kubeconfig;
        WebhookHost = host;
        Address = address;
        CertificateAuthorityPem = authority;
        _services = services;
    }

    public string Description { get; private set; } = "";

    public Uri Address { get; }

    public string CertificateAuthorityPem { get; }

    public bool RunsControllers => true;

    public bool Outlives => true;

    public string WebhookHost { get; }

    public string BootstrapKubeconfig { get; }

    public static async Task<ExternalCluster> ConnectAsync(
        string kubeconfig, string? host, PlaygroundServices services, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(host))
        {
            throw new PlaygroundException(
                "E2E_KUBECONFIG is set, so E2E_HOST must be too: the address at which that cluster reaches this machine.");
        }

        kubeconfig = Path.GetFullPath(kubeconfig);
        var view = await Command.ReadAsync(
            Kubectl(kubeconfig, services, "config", "view", "--raw", "--minify", "--flatten", "-o", "json"),
            cancellationToken);
        var cluster = JsonNode.Parse(view)!["clusters"]![0]!["cluster"]!;
        if ((string?)cluster["certificate-authority-data"] is not { } authority)
            throw new PlaygroundException($"{kubeconfig} names no certificate authority for its cluster.");

        var external = new ExternalCluster(
            kubeconfig,
            host,
            new Uri((string)cluster["server"]!),
            Encoding.UTF8.GetString(Convert.FromBase64String(authority)),
            services);
        var version = JsonNode.Parse(
            await Command.ReadAsync(Kubectl(kubeconfig, services, "version", "-o", "json"), cancellationToken))!;
        if ((await Command.ReadAsync(Kubectl(kubeconfig, services, "get", "namespace", Names.Namespace, "--ignore-not-found"), cancellationToken)).Length > 0)
        {
            throw new PlaygroundException(
                $"The cluster at {external.Address.Authority} has a namespace {Names.Namespace} already. The playground installs and removes " +
                "GitOpsGuard, so it needs a cluster without: see 'Uninstall' in docs/install.md.");
        }

        external.Description = $"cluster at {external.Address.Authority}, {version["serverVersion"]!["gitVersion"]}";
        return external;
    }

    public async Task<IssuedCertificate> IssueAsync(
        string user, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups)
            subject.AddOrganizationName(group);
        subject.AddCommonName(user);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256)
            .CreateSigningRequestPem();

        var name = $"playground-{user.Replace(':', '-')}-{Guid.NewGuid():N}";
        var signer = groups.Contains("system:nodes", StringComparer.Ordinal)
            ? "kubernetes.io/kube-apiserver-client-kubelet"
            : "kubernetes.io/kube-apiserver-client";
        await KubectlAsync(Request(name, signer, request).ToJsonString(), cancellationToken, "create", "-f", "-");
        await KubectlAsync(null, cancellationToken, "certificate", "approve", name);
        var certificate = await WaitForCertificateAsync(name, cancellationToken);
        await KubectlAsync(null, cancellationToken, "delete", "csr", name);
        return new IssuedCertificate(certificate, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Takes away the node and the people's rights.</summary>
    public async ValueTask DisposeAsync() => await KubectlAsync(
        null, CancellationToken.None, "delete", "--ignore-not-found",
        $"node/{Nodes.NodeSimulator.NodeName}", "clusterrolebinding/playground-administrators", "clusterrolebinding/playground-developers");

    private static JsonObject Request(string name, string signer, string request) => new()
    {
        ["apiVersion"] = "certificates.k8s.io/v1",
        ["kind"] = "CertificateSigningRequest",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["request"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(request)),
            ["signerName"] = signer,
            ["usages"] = new JsonArray("digital signature", "client auth"),
        },
    };

    private async Task<string> WaitForCertificateAsync(string name, CancellationToken cancellationToken)
    {
        var started = _services.Time.GetTimestamp();
        while (_services.Time.GetElapsedTime(started) < SigningDeadline)
        {
            var encoded = await KubectlAsync(
                null, cancellationToken, "get", "csr", name, "-o", "jsonpath={.status.certificate}");
            if (encoded.Length > 0)
                return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            await Task.Delay(TimeSpan.FromMilliseconds(300), _services.Time, cancellationToken);
        }

        throw new PlaygroundException(
            $"The cluster did not sign {name} within {SigningDeadline.TotalSeconds:0} s. " +
            "It needs a signer for kubernetes.io/kube-apiserver-client, as kube-controller-manager is.");
    }

    private Task<string> KubectlAsync(string? input, CancellationToken cancellationToken, params string[] arguments) =>
        Command.ReadAsync(Kubectl(BootstrapKubeconfig, _services, arguments), cancellationToken, input);

    private static ProcessSpec Kubectl(string kubeconfig, PlaygroundServices services, params string[] arguments) =>
        new("kubectl", ["--kubeconfig", kubeconfig, .. arguments], services.Environment);
}
