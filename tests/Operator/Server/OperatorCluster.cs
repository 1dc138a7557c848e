using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Tests.Server;
using GitOpsGuard.Testing.Clusters;

[assembly: AssemblyFixture(typeof(OperatorCluster))]

namespace GitOpsGuard.Operator.Tests.Server;

/// <summary>An API server that knows widgets; started with the first test that asks for it.</summary>
public sealed class OperatorCluster : IAsyncDisposable
{
    private readonly Lazy<Task<TestCluster>> _cluster = new(StartAsync);

    public Task<TestCluster> GetAsync() => _cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated) await (await _cluster.Value).DisposeAsync();
    }

    private static async Task<TestCluster> StartAsync()
    {
        var ct = CancellationToken.None;
        var cluster = await TestCluster.StartAsync(ct);
        var definitions = BuiltInResources.CustomResourceDefinitions;
        await cluster.Admin.ApplyAsync(definitions, null, "widgets.example.com", Definition(), new() { Force = true }, ct);
        // Leases of an operator outside of a pod lie here.
        var home = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = Names.Namespace } };
        await cluster.Admin.ApplyAsync(BuiltInResources.Namespaces, null, Names.Namespace, home, new() { Force = true }, ct);
        await Served(cluster);
        return cluster;
    }

    private static async Task Served(TestCluster cluster)
    {
        using var discovery = new Discovery(cluster.Admin, TimeProvider.System);
        await ServerTest.Until(async () => await discovery.FindAsync(Widget.Resource.ApiVersion, Widget.Resource.Kind, CancellationToken.None) is not null);
    }

    /// <summary>The definition knows a field that the type in these tests does not.</summary>
    private static JsonObject Definition() => JsonNode.Parse("""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"},
         "spec":{"group":"example.com","scope":"Namespaced",
          "names":{"kind":"Widget","plural":"widgets","singular":"widget","listKind":"WidgetList"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
            "spec":{"type":"object","properties":{
             "size":{"type":"string"},"source":{"type":"string"},"newer":{"type":"string"}}},
            "status":{"type":"object","properties":{"seen":{"type":"string"},"newer":{"type":"string"}}}}}}}]}}
        """)!.AsObject();
}
