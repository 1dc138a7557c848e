using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing.Clusters;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>A test on a whole API server, in a namespace of its own.</summary>
public abstract class ClusterTest(SharedCluster shared) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected TestCluster Cluster { get; private set; } = null!;

    protected ApiClient Admin => Cluster.Admin;

    protected string Namespace { get; private set; } = "";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Cluster = await shared.StartAsync();
        Namespace = await Cluster.NamespaceAsync(Cancel);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static JsonObject Object(Resource resource, string name, JsonObject? rest = null)
    {
        var obj = rest ?? [];
        obj["apiVersion"] = resource.ApiVersion;
        obj["kind"] = resource.Kind;
        var metadata = obj["metadata"] as JsonObject ?? [];
        metadata["name"] = name;
        if (metadata.Parent is null) obj["metadata"] = metadata;
        return obj;
    }

    protected Task<JsonElement> CreateMap(string name, JsonObject? rest = null) =>
        Admin.CreateAsync(BuiltInResources.ConfigMaps, Namespace, Object(BuiltInResources.ConfigMaps, name, rest), new(), Cancel);

    protected Task<JsonElement?> GetMap(string name) => Admin.GetAsync(BuiltInResources.ConfigMaps, Namespace, name, Cancel);

    /// <summary>Waits, in real time, until something holds on the server.</summary>
    protected static async Task Until(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new TimeoutException("It never came to hold on the server.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }

    protected static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));
}
