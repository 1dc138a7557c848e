using System.Net;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class StorageTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_write_with_an_old_resource_version_conflicts()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (_, created) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        await cluster.MergeAsync($"{ConfigMaps}/a", """{"data":{"k":"2"}}""");
        var (code, status) = await cluster.SendAsync(HttpMethod.Put, $"{ConfigMaps}/a", created.ToJsonString());
        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again",
            (string)status["message"]!);
    }

    [Fact]
    public async Task Many_patches_at_once_are_all_kept()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            cluster.MergeAsync($"{ConfigMaps}/a", $$$"""{"data":{"k{{{number}}}":"x"}}""")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Code));
        Assert.Equal(10, (await cluster.GetAsync($"{ConfigMaps}/a")).Body["data"]!.AsObject().Count);
    }

    [Fact]
    public async Task Services_created_at_one_moment_get_addresses_of_their_own()
    {
        await using var cluster = await TestCluster.StartAsync();
        var services = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => cluster.PostAsync(
            "/api/v1/namespaces/default/services",
            $$$"""{"metadata":{"name":"s{{{number}}}"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""")));
        Assert.Equal(30, services.Select(service => (string)service.Body["spec"]!["clusterIP"]!).Distinct().Count());
        Assert.Equal(30, services.Select(service => (int)service.Body["spec"]!["ports"]![0]!["nodePort"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_resource_version()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (_, created) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        var (_, patched) = await cluster.MergeAsync($"{ConfigMaps}/a", """{"data":{"k":"1"}}""");
        Assert.Equal((string)created["metadata"]!["resourceVersion"]!, (string)patched["metadata"]!["resourceVersion"]!);
    }

    [Fact]
    public async Task A_dry_run_answers_the_outcome_and_stores_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (code, _) = await cluster.PostAsync($"{ConfigMaps}?dryRun=All", """{"metadata":{"name":"a"}}""");
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.GetAsync($"{ConfigMaps}/a")).Code);
    }

    [Fact]
    public async Task A_list_in_pages_is_one_view()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var name in (string[])["a", "b", "c"]) await cluster.PostAsync(ConfigMaps, $$$"""{"metadata":{"labels":{"x":"y"},"name":"{{{name}}}" } }""");
        var (_, first) = await cluster.GetAsync($"{ConfigMaps}?labelSelector=x%3Dy&limit=2");
        await cluster.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/c", null);
        var (_, second) = await cluster.GetAsync($"{ConfigMaps}?labelSelector=x%3Dy&limit=2&continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}");
        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c"], Names(second));
        Assert.Equal((string)first["metadata"]!["resourceVersion"]!, (string)second["metadata"]!["resourceVersion"]!);
    }

    [Fact]
    public async Task A_watch_shows_objects_entering_and_leaving_a_selector()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (_, list) = await cluster.GetAsync(ConfigMaps);
        var version = (string)list["metadata"]!["resourceVersion"]!;
        await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        await cluster.MergeAsync($"{ConfigMaps}/a", """{"metadata":{"labels":{"x":"y"}}}""");
        await cluster.MergeAsync($"{ConfigMaps}/a", """{"data":{"k":"1"}}""");
        await cluster.MergeAsync($"{ConfigMaps}/a", """{"metadata":{"labels":{"x":null}}}""");
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], await WatchAsync(cluster, $"{ConfigMaps}?watch=true&labelSelector=x%3Dy&resourceVersion={version}", 3));
    }

    [Fact]
    public async Task A_watch_that_resumes_too_far_back_is_told_so()
    {
        await using var cluster = await TestCluster.StartAsync(new() { HistoryLength = 2 });
        foreach (var name in (string[])["a", "b", "c"]) await cluster.PostAsync(ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}" } }""");
        var text = await cluster.Admin.GetStringAsync(new Uri($"{ConfigMaps}?watch=true&resourceVersion=1", UriKind.Relative), TestContext.Current.CancellationToken);
        var error = JsonNode.Parse(text)!;
        Assert.Equal("ERROR", (string)error["type"]!);
        Assert.Equal(410, (int)error["object"]!["code"]!);
    }

    [Fact]
    public async Task Server_side_apply_names_whom_it_conflicts_with()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.ApplyAsync($"{ConfigMaps}/a?fieldManager=one", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"1"}}""");
        var (code, status) = await cluster.ApplyAsync($"{ConfigMaps}/a?fieldManager=two", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"2"}}""");
        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .data.k", (string)status["message"]!);
        var (forced, _) = await cluster.ApplyAsync($"{ConfigMaps}/a?fieldManager=two&force=true", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"2"}}""");
        Assert.Equal(HttpStatusCode.OK, forced);
    }

    [Fact]
    public async Task An_unknown_field_is_refused_or_warned_about_as_the_client_asks()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (code, status) = await cluster.PostAsync($"{ConfigMaps}?fieldValidation=Strict", """{"metadata":{"name":"a"},"dada":{}}""");
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Equal("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dada\"", (string)status["message"]!);
        using var content = new StringContent("""{"metadata":{"name":"a"},"dada":{}}""", null, "application/json");
        using var answer = await cluster.Admin.PostAsync(new Uri(ConfigMaps, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal("299 - \"unknown field \\\"dada\\\"\"", Assert.Single(answer.Headers.GetValues("Warning")));
    }

    [Fact]
    public async Task An_event_shows_in_both_of_its_groups()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync("/apis/events.k8s.io/v1/namespaces/default/events", """
            {"metadata":{"name":"e"},"regarding":{"kind":"Pod","name":"p","namespace":"default"},"note":"hello","reason":"Ready","type":"Normal",
             "action":"Ready","reportingController":"test","reportingInstance":"t","eventTime":"2026-01-01T00:00:00.000000Z"}
            """);
        var (_, list) = await cluster.GetAsync("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dp");
        var item = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal("hello", (string)item["message"]!);
        Assert.Equal("test", (string)item["reportingComponent"]!);
    }

    [Fact]
    public async Task An_applied_configuration_may_be_yaml_and_a_doubled_key_is_refused()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (code, map) = await cluster.ApplyAsync($"{ConfigMaps}/a?fieldManager=one", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  k: 'yes'\n");
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("yes", (string)map["data"]!["k"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await cluster.PostAsync($"{ConfigMaps}?fieldValidation=Strict", """{"metadata":{"name":"b","name":"c"}}""")).Code);
    }

    [Fact]
    public async Task Scaling_raises_the_generation_and_keeps_the_status()
    {
        await using var cluster = await TestCluster.StartAsync();
        const string deployments = "/apis/apps/v1/namespaces/default/deployments";
        await cluster.PostAsync(deployments, """
            {"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}
            """);
        await cluster.MergeAsync($"{deployments}/web/status", """{"spec":{"replicas":9},"status":{"replicas":1,"readyReplicas":1}}""");
        var (code, scale) = await cluster.MergeAsync($"{deployments}/web/scale", """{"spec":{"replicas":4}}""");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("app=web", (string)scale["status"]!["selector"]!);
        var (_, web) = await cluster.GetAsync($"{deployments}/web");
        Assert.Equal(4, (int)web["spec"]!["replicas"]!);
        Assert.Equal(2, (int)web["metadata"]!["generation"]!);
        Assert.Equal(1, (int)web["status"]!["readyReplicas"]!);
    }

    private static IEnumerable<string> Names(JsonObject list) =>
        list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);

    private static async Task<List<string>> WatchAsync(TestCluster cluster, string path, int count)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var stream = await cluster.Admin.GetStreamAsync(new Uri(path, UriKind.Relative), cancel);
        using var reader = new StreamReader(stream);
        List<string> types = [];
        while (types.Count < count && await reader.ReadLineAsync(cancel) is { } line) types.Add((string)JsonNode.Parse(line)!["type"]!);
        return types;
    }
}
