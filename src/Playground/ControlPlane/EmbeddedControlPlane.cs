namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>The API server of this repository, in process.</summary>
internal sealed class EmbeddedControlPlane : ICluster
{
    private readonly EmbeddedCluster _server;

    private EmbeddedControlPlane(EmbeddedCluster server, string bootstrapKubeconfig)
    {
        _server = server;
        BootstrapKubeconfig = bootstrapKubeconfig;
    }

    public string Description => "embedded API server";

    public Uri Address => _server.Address;

    public string CertificateAuthorityPem => _server.CertificateAuthorityPem;

    public bool Outlives => false;

    public bool RunsControllers => false;

    public string WebhookHost => "127.0.0.1";

    public string BootstrapKubeconfig { get; }

    /// <summary>Starts the server; its state is in memory, <paramref name="folder"/> gets the kubeconfig.</summary>
    public static async Task<EmbeddedControlPlane> StartAsync(
        string folder, EmbeddedClusterOptions options, CancellationToken cancellationToken)
    {
        var server = await EmbeddedCluster.StartAsync(options, cancellationToken);
        var plane = new EmbeddedControlPlane(server, Path.Combine(folder, "bootstrap.kubeconfig"));
        var admin = await plane.IssueAsync("playground-bootstrap", ["system:masters"], cancellationToken);
        await Kubeconfig.WriteAsync(plane.BootstrapKubeconfig, plane, [("bootstrap", admin)], cancellationToken);
        using var client = Kubeconfig.Connect(plane.BootstrapKubeconfig, options.Time);
        await ComponentRoles.EnsureAsync(client, cancellationToken);
        return plane;
    }

    public Task<IssuedCertificate> IssueAsync(
        string user, IReadOnlyList<string> groups, CancellationToken cancellationToken) =>
        Task.FromResult(_server.IssueClientCertificate(user, groups));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
