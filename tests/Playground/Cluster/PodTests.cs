using System.Net;
using GitOpsGuard.Playground.Cluster;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>What is asked of a pod beside its object.</summary>
public sealed class PodTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Budget = "/apis/policy/v1/namespaces/default/poddisruptionbudgets/web";

    private const string Web = """
        {"metadata":{"name":"NAME","labels":{"app":"web"}},
         "spec":{"nodeName":"n","containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1"}}}]}}
        """;

    [Fact]
    public async Task An_eviction_waits_for_its_disruption_budget()
    {
        await using var cluster = await WebAsync();
        await cluster.EventuallyAsync(Budget, (_, budget) => (long?)budget["status"]?["disruptionsAllowed"] == 1);

        var (first, _) = await cluster.PostAsync($"{Pods}/a/eviction", "{}");
        await cluster.EventuallyAsync(Budget, (_, budget) => (long?)budget["status"]?["currentHealthy"] == 1);
        var (second, status) = await cluster.PostAsync($"{Pods}/b/eviction", "{}");

        Assert.Equal(HttpStatusCode.Created, first);
        Assert.Equal(HttpStatusCode.TooManyRequests, second);
        Assert.Equal("Cannot evict pod as it would violate the pod's disruption budget.", (string)status["message"]!);
        Assert.Equal(
            "The disruption budget web needs 1 healthy pods and has 1 currently", (string)status["details"]!["causes"]![0]!["message"]!);
    }

    [Fact]
    public async Task Kubectl_drains_a_node()
    {
        await using var cluster = await WebAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        await kubectl.OutputAsync("delete poddisruptionbudget web");
        await cluster.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n"}}""");

        var drained = await kubectl.OutputAsync("drain n --force --grace-period=0");

        Assert.Contains("node/n drained", drained, StringComparison.Ordinal);
        Assert.Empty((await cluster.GetAsync(Pods)).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task A_resize_changes_resources_and_nothing_else()
    {
        await using var cluster = await WebAsync();

        var (code, pod) = await cluster.SendAsync(HttpMethod.Patch, $"{Pods}/a/resize",
            """{"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"other","resources":{"requests":{"cpu":"2"}}}]}}""",
            "application/strategic-merge-patch+json");

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("2", (string)pod["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]!);
        Assert.Equal("i", (string)pod["spec"]!["containers"]![0]!["image"]!);
        Assert.Null(pod["metadata"]!["labels"]!["x"]);
    }

    [Fact]
    public async Task An_ephemeral_container_is_added_through_its_subresource()
    {
        await using var cluster = await WebAsync();

        var (code, pod) = await cluster.SendAsync(HttpMethod.Patch, $"{Pods}/a/ephemeralcontainers",
            """{"spec":{"ephemeralContainers":[{"name":"debug","image":"busybox"}],"containers":[{"name":"c","image":"other"}]}}""",
            "application/strategic-merge-patch+json");

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("debug", (string)pod["spec"]!["ephemeralContainers"]![0]!["name"]!);
        Assert.Equal("i", (string)pod["spec"]!["containers"]![0]!["image"]!);
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("attach")]
    [InlineData("portforward")]
    [InlineData("proxy")]
    [InlineData("log")]
    public async Task A_connection_names_itself_as_not_served(string subresource)
    {
        await using var cluster = await WebAsync();

        var (code, status) = await cluster.GetAsync($"{Pods}/a/{subresource}");

        Assert.Equal(HttpStatusCode.NotImplemented, code);
        Assert.Contains($"pods/{subresource}", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_pod_is_not_bound_again()
    {
        await using var cluster = await WebAsync();

        var (code, status) = await cluster.PostAsync($"{Pods}/a/binding", """{"target":{"kind":"Node","name":"other"}}""");

        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.EndsWith("pod a is already assigned to node \"n\"", (string)status["message"]!, StringComparison.Ordinal);
    }

    /// <summary>Two ready pods of which one must stay.</summary>
    private static async Task<TestCluster> WebAsync()
    {
        var cluster = await TestCluster.StartAsync(new EmbeddedClusterOptions());
        await cluster.PostAsync("/apis/policy/v1/namespaces/default/poddisruptionbudgets",
            """{"metadata":{"name":"web"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}""");
        foreach (var name in (string[])["a", "b"])
        {
            await cluster.PostAsync(Pods, Web.Replace("NAME", name, StringComparison.Ordinal));
            var (code, _) = await cluster.MergeAsync($"{Pods}/{name}/status",
                """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""");
            Assert.Equal(HttpStatusCode.OK, code);
        }

        return cluster;
    }
}
