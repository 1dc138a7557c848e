using GitOpsGuard.Kubernetes.Tests.Cluster;
using GitOpsGuard.Testing.Clusters;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>The server of all tests of this assembly that need a whole one; started by the first of them.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private readonly Lazy<Task<TestCluster>> _cluster = new(() => TestCluster.StartAsync(CancellationToken.None));

    public Task<TestCluster> StartAsync() => _cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated) await (await _cluster.Value).DisposeAsync();
    }
}
