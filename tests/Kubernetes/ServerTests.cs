using System.Text.Json.Nodes;
using GitOpsGuard.Testing.Clusters;

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>The client against an API server, embedded or real.</summary>
public sealed class ServerTests(ServerFixture fixture)
{
    private static readonly Resource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private TestCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task An_object_that_was_created_is_read_back()
    {
        var ns = await Cluster.NamespaceAsync(Ct);
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "settings" },
            ["data"] = new JsonObject { ["colour"] = "green" },
        };

        await Cluster.Admin.CreateAsync(ConfigMaps, ns, body, new(), Ct);

        var read = await Cluster.Admin.GetAsync(ConfigMaps, ns, "settings", Ct);
        Assert.Equal("green", read!.Value.GetProperty("data").GetProperty("colour").GetString());
    }
}
