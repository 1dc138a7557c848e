namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>Which cluster a playground uses: the one that the environment names, or an embedded one.</summary>
/// <param name="Assets"><c>KUBEBUILDER_ASSETS</c>, a folder with kube-apiserver and etcd.</param>
/// <param name="Kubeconfig"><c>E2E_KUBECONFIG</c>, which goes before <paramref name="Assets"/>.</param>
/// <param name="Host"><c>E2E_HOST</c>, the address at which that cluster reaches this machine.</param>
internal sealed record ClusterChoice(string? Assets, string? Kubeconfig, string? Host)
{
    public static ClusterChoice FromEnvironment() =>
        new(Variable("KUBEBUILDER_ASSETS"), Variable("E2E_KUBECONFIG"), Variable("E2E_HOST"));

    public async Task<ICluster> StartAsync(PlaygroundServices services, CancellationToken ct) => this switch
    {
        { Kubeconfig: not null } => await ExternalCluster.ConnectAsync(Kubeconfig, Host, services, ct),
        { Assets: not null } => await RealControlPlane.StartAsync(Assets, services, ct),
        _ => await EmbeddedCluster.StartAsync(
            services.Paths.ControlPlane, new EmbeddedClusterOptions { Time = services.Time }, ct),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
