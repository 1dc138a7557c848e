using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.ControlPlane;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Testing.Clusters;

/// <summary>
/// An API server for the tests of one assembly: the embedded one, or what <c>KUBEBUILDER_ASSETS</c> or <c>E2E_KUBECONFIG</c>
/// names. Tests share it, each in a namespace of its own.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly string _state;
    private readonly List<ApiClient> _clients = [];
    private ICluster _cluster = null!;
    private readonly ConcurrentQueue<string> _namespaces = [];
    private int _count;

    private TestCluster(string state) => _state = state;

    /// <summary>A client with every right.</summary>
    public ApiClient Admin { get; private set; } = null!;

    /// <summary>Whether the server is not the embedded one.</summary>
    public bool IsReal => _cluster is not EmbeddedCluster;

    /// <summary>Whether a kube-controller-manager runs beside it; the embedded server collects garbage itself.</summary>
    public bool RunsControllers => _cluster.RunsControllers;

    /// <summary>What answers, such as <c>kube-apiserver v1.36.2</c>.</summary>
    public string Description => _cluster.Description;

    /// <summary>A kubeconfig file of somebody with every right.</summary>
    public string Kubeconfig => _cluster.BootstrapKubeconfig;

    /// <summary>Starts the server, or connects to it; it answers when the task completes.</summary>
    public static async Task<TestCluster> StartAsync(CancellationToken ct)
    {
        var test = new TestCluster(Directory.CreateTempSubdirectory("test-cluster-").FullName);
        try
        {
            test._cluster = await ClusterChoice.FromEnvironment().StartAsync(test.Services(), ct);
            test.Admin = test.Connect();
            return test;
        }
        catch
        {
            await test.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another client with every right, with options of its own; disposed with the cluster.</summary>
    public ApiClient Connect(ApiClientOptions? options = null) => Keep(ApiClient.FromKubeconfig(Kubeconfig, options: options));

    /// <summary>A client as a user in groups, by a client certificate; disposed with the cluster.</summary>
    public async Task<ApiClient> ConnectAsAsync(string user, IReadOnlyList<string> groups, CancellationToken ct)
    {
        var file = Path.Combine(_state, $"{Guid.NewGuid():N}.kubeconfig");
        var certificate = await _cluster.IssueAsync(user, groups, ct);
        await Playground.ControlPlane.Kubeconfig.WriteAsync(file, _cluster, [(user, certificate)], ct);
        return Keep(ApiClient.FromKubeconfig(file));
    }

    /// <summary>Ends the API server and starts it again, at the same address and with the same data.</summary>
    public Task RestartAsync(CancellationToken ct) => _cluster.RestartAsync(ct);

    /// <summary>A new namespace.</summary>
    /// <returns>Its name, unlike all others.</returns>
    public async Task<string> NamespaceAsync(CancellationToken ct)
    {
        var name = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
        await Admin.CreateAsync(BuiltInResources.Namespaces, null, body, new(), ct);
        _namespaces.Enqueue(name);
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster?.Outlives == true)
        {
            foreach (var name in _namespaces) await Admin.DeleteAsync(BuiltInResources.Namespaces, null, name, new(), CancellationToken.None);
        }

        foreach (var client in _clients) client.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    private PlaygroundServices Services() => new(
        new PlaygroundPaths(AppContext.BaseDirectory, _state),
        new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "", ["HOME"] = _state },
        TimeProvider.System);

    private ApiClient Keep(ApiClient client)
    {
        lock (_clients) _clients.Add(client);
        return client;
    }
}
