using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Configuration;
using GitOpsGuard.Kubernetes.Tests.Connections;
using GitOpsGuard.Kubernetes.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>An informer of a whole API server that is reached through something which breaks.</summary>
public sealed class BrokenConnectionTests(SharedCluster shared) : ClusterTest(shared)
{
    [Fact]
    public async Task Nothing_is_missed_when_the_way_to_the_server_is_cut_and_closed_for_a_while()
    {
        await using var way = new TunnelProxy { Target = Admin.Server };
        using var client = Through(way);
        var seen = new ConcurrentQueue<string>();
        await Create("stays");
        await Create("goes");
        await Create("is-replaced");
        var informer = new Informer(
            client,
            new() { Resource = BuiltInResources.ConfigMaps, Namespace = Namespace, LabelSelector = "of=the-test" },
            TimeProvider.System,
            NullLogger.Instance);
        informer.Changed += e => seen.Enqueue($"{e.Type} {ObjectKey.Of(e.Object).Name}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var run = informer.RunAsync(stop.Token);
        await Until(() => informer.Count == 3);

        way.Refusal = "502 Bad Gateway";
        way.Cut();
        await Admin.DeleteAsync(BuiltInResources.ConfigMaps, Namespace, "goes", null, Cancel);
        await Admin.DeleteAsync(BuiltInResources.ConfigMaps, Namespace, "is-replaced", null, Cancel);
        await Create("is-replaced");
        await Create("comes");
        await Until(() => way.Asked.Count > 2);
        way.Refusal = null;
        await Until(() => seen.Count >= 7);

        Assert.Equal(["Added goes", "Added is-replaced", "Added stays"], seen.Take(3).Order());
        Assert.Equal(["Added comes", "Added is-replaced", "Deleted goes", "Deleted is-replaced"], seen.Skip(3).Order());
        await stop.CancelAsync();
        await run;
    }

    /// <summary>Controllers of the cluster put objects of their own into every namespace.</summary>
    private Task<JsonElement> Create(string name) =>
        CreateMap(name, new() { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["of"] = "the-test" } } });

    private ApiClient Through(TunnelProxy way)
    {
        var options = new ApiClientOptions { Retries = 0 };
        var connection = KubeConfig.Load(Cluster.Kubeconfig, _ => null).Connect(null, options) with { Proxy = new($"http://127.0.0.1:{way.Port}") };
        return new(new ApiTransport(connection, connection.Open(options), ownsHandler: true, options));
    }
}
