namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>The API server of this repository, in process.</summary>
internal sealed class EmbeddedControlPlane(EmbeddedCluster server, string folder) : ICluster
{
    public string Description => "embedded API server";
    public Uri Address => server.Address;
    public string CertificateAuthorityPem => server.CertificateAuthorityPem;
    public string BootstrapKubeconfig => Path.Combine(folder, "bootstrap.kubeconfig");

    /// <summary>Starts the server; its state is in memory, <paramref name="folder"/> gets the kubeconfig.</summary>
    public static async Task<EmbeddedControlPlane> StartAsync(string folder, EmbeddedClusterOptions options, CancellationToken ct)
    {
        var server = await EmbeddedCluster.StartAsync(options, ct);
        var plane = new EmbeddedControlPlane(server, folder);
        await Kubeconfig.IssueAsync(plane.BootstrapKubeconfig, plane, "playground-bootstrap", ["system:masters"], ct);
        return plane;
    }

    public Task<IssuedCertificate> IssueAsync(string user, IReadOnlyList<string> groups, CancellationToken ct) =>
        Task.FromResult(server.IssueClientCertificate(user, groups));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
