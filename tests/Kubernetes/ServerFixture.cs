using GitOpsGuard.Testing.Clusters;

[assembly: AssemblyFixture(typeof(GitOpsGuard.Kubernetes.Tests.ServerFixture))]

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>The API server that the tests of this assembly share.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public TestCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TestCluster.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
