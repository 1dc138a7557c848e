using System.Net;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>What resource versions mean to lists and watches.</summary>
public sealed class ListTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task An_exact_list_shows_the_past_and_any_other_the_present()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (_, first) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a","labels":{"x":"y"}},"data":{"k":"1"}}""");
        await cluster.MergeAsync($"{ConfigMaps}/a", """{"data":{"k":"2"}}""");
        await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"b","labels":{"x":"y"}}}""");
        var version = (string)first["metadata"]!["resourceVersion"]!;

        var (_, past) = await cluster.GetAsync($"{ConfigMaps}?labelSelector=x%3Dy&resourceVersion={version}&resourceVersionMatch=Exact");
        var (_, present) = await cluster.GetAsync($"{ConfigMaps}?labelSelector=x%3Dy&resourceVersion={version}&resourceVersionMatch=NotOlderThan");

        Assert.Equal(version, (string)past["metadata"]!["resourceVersion"]!);
        Assert.Equal("1", (string)Assert.Single(past["items"]!.AsArray())!["data"]!["k"]!);
        Assert.Equal(2, present["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_version_that_is_still_to_come_is_too_large()
    {
        await using var cluster = await TestCluster.StartAsync();

        var (code, status) = await cluster.GetAsync($"{ConfigMaps}?resourceVersion=100000000");

        Assert.Equal(HttpStatusCode.GatewayTimeout, code);
        Assert.StartsWith("Timeout: Too large resource version: 100000000, current: ", (string)status["message"]!, StringComparison.Ordinal);
        Assert.Equal("ResourceVersionTooLarge", (string)status["details"]!["causes"]![0]!["reason"]!);
    }

    [Fact]
    public async Task A_list_of_a_forgotten_past_is_gone()
    {
        await using var cluster = await TestCluster.StartAsync(new() { HistoryLength = 2 });
        foreach (var name in (string[])["a", "b", "c"]) await cluster.PostAsync(ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}" } }""");

        var (code, status) = await cluster.GetAsync($"{ConfigMaps}?resourceVersion=1&resourceVersionMatch=Exact");

        Assert.Equal(HttpStatusCode.Gone, code);
        Assert.Equal("Expired", (string)status["reason"]!);
    }

    [Fact]
    public async Task A_watch_that_lists_first_marks_the_end_of_the_list()
    {
        await using var cluster = await TestCluster.StartAsync();
        var cancel = TestContext.Current.CancellationToken;
        await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a","labels":{"x":"y"}}}""");

        await using var stream = await cluster.Admin.GetStreamAsync(new Uri(
            $"{ConfigMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=x%3Dy", UriKind.Relative), cancel);
        using var reader = new StreamReader(stream);
        var added = JsonNode.Parse((await reader.ReadLineAsync(cancel))!)!;
        var bookmark = JsonNode.Parse((await reader.ReadLineAsync(cancel))!)!;

        Assert.Equal("ADDED", (string)added["type"]!);
        Assert.Equal("BOOKMARK", (string)bookmark["type"]!);
        Assert.Equal("true", (string)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!);
    }

    [Fact]
    public async Task An_autoscaler_shows_in_both_of_its_versions()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        const string path = "/namespaces/default/horizontalpodautoscalers/web";
        await cluster.PostAsync("/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers", """
            {"metadata":{"name":"web"},"spec":{"maxReplicas":4,"targetCPUUtilizationPercentage":70,
             "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}}
            """);

        var (_, recent) = await cluster.GetAsync($"/apis/autoscaling/v2{path}");
        var (_, old) = await cluster.MergeAsync($"/apis/autoscaling/v1{path}", """{"spec":{"targetCPUUtilizationPercentage":60}}""");
        var table = await kubectl.OutputAsync("get hpa web");

        Assert.Equal(70, (int)recent["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!);
        Assert.Equal(60, (int)old["spec"]!["targetCPUUtilizationPercentage"]!);
        Assert.Contains("/60%", table, StringComparison.Ordinal);
    }
}
