using System.Diagnostics;
using System.Net;
using GitOpsGuard.Playground.Cluster;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class StartTests
{
    [Fact]
    public async Task A_cluster_is_ready_within_two_seconds_with_its_namespaces()
    {
        var watch = Stopwatch.StartNew();
        await using var cluster = await TestCluster.StartAsync(new EmbeddedClusterOptions());
        var (code, namespaces) = await cluster.GetAsync("/api/v1/namespaces");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(
            ["default", "kube-node-lease", "kube-public", "kube-system"],
            namespaces["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
    }

    [Fact]
    public async Task A_call_that_is_not_served_names_itself()
    {
        await using var cluster = await TestCluster.StartAsync(new EmbeddedClusterOptions());
        await cluster.PostAsync("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var (code, status) = await cluster.GetAsync("/api/v1/namespaces/default/pods/p/log");
        Assert.Equal(HttpStatusCode.NotImplemented, code);
        Assert.Contains("pods/log", (string)status["message"]!, StringComparison.Ordinal);
    }
}
