using System.Net;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class CustomKindTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Crons = "/apis/test.dev/v1/namespaces/default/crons";

    [Fact]
    public async Task A_definition_is_served_and_its_objects_are_defaulted_and_pruned()
    {
        await using var cluster = await DefinedAsync();
        var (code, cron) = await cluster.PostAsync(Crons, """{"apiVersion":"test.dev/v1","kind":"Cron","metadata":{"name":"a"},"spec":{"schedule":"x","unknown":1},"status":{"done":true}}""");
        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal(3, (int)cron["spec"]!["replicas"]!);
        Assert.Null(cron["spec"]!["unknown"]);
        Assert.Null(cron["status"]);
        var (_, definition) = await cluster.GetAsync($"{Definitions}/crons.test.dev");
        Assert.Equal(["NamesAccepted", "Established"], definition["status"]!["conditions"]!.AsArray().Select(condition => (string)condition!["type"]!));
    }

    [Fact]
    public async Task A_rule_over_old_and_new_is_enforced_with_its_message()
    {
        await using var cluster = await DefinedAsync();
        await cluster.PostAsync(Crons, """{"apiVersion":"test.dev/v1","kind":"Cron","metadata":{"name":"a"},"spec":{"schedule":"x"}}""");
        var (code, status) = await cluster.MergeAsync($"{Crons}/a", """{"spec":{"schedule":"y"}}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal("Cron.test.dev \"a\" is invalid: spec.schedule: Invalid value: \"y\": schedule is immutable", (string)status["message"]!);
        Assert.Equal(HttpStatusCode.OK, (await cluster.MergeAsync($"{Crons}/a", """{"spec":{"replicas":2}}""")).Code);
    }

    [Fact]
    public async Task A_rule_that_cannot_be_evaluated_is_refused_by_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (code, status) = await cluster.PostAsync(Definitions, Definition("self.url().getHost() == 'a'"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Contains("self.url().getHost() == 'a'", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_and_scale_have_paths_of_their_own()
    {
        await using var cluster = await DefinedAsync();
        await cluster.PostAsync(Crons, """{"apiVersion":"test.dev/v1","kind":"Cron","metadata":{"name":"a"},"spec":{"schedule":"x"}}""");
        var (_, written) = await cluster.MergeAsync($"{Crons}/a/status", """{"metadata":{"labels":{"a":"b"}},"spec":{"replicas":9},"status":{"done":true}}""");
        Assert.Equal(3, (int)written["spec"]!["replicas"]!);
        Assert.True((bool)written["status"]!["done"]!);
        Assert.Null(written["metadata"]!["labels"]);
        Assert.Equal(1, (int)written["metadata"]!["generation"]!);
        var (code, scale) = await cluster.MergeAsync($"{Crons}/a/scale", """{"spec":{"replicas":7}}""");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(7, (int)scale["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task A_strategic_patch_of_a_custom_object_is_not_understood()
    {
        await using var cluster = await DefinedAsync();
        await cluster.PostAsync(Crons, """{"apiVersion":"test.dev/v1","kind":"Cron","metadata":{"name":"a"},"spec":{"schedule":"x"}}""");
        var (code, _) = await cluster.SendAsync(HttpMethod.Patch, $"{Crons}/a", "{}", "application/strategic-merge-patch+json");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, code);
    }

    [Fact]
    public async Task A_definition_takes_its_objects_along_and_is_served_no_longer()
    {
        await using var cluster = await DefinedAsync();
        await cluster.PostAsync(Crons, """{"apiVersion":"test.dev/v1","kind":"Cron","metadata":{"name":"a"},"spec":{"schedule":"x"}}""");
        await cluster.SendAsync(HttpMethod.Delete, $"{Definitions}/crons.test.dev", null);
        await cluster.EventuallyAsync($"{Definitions}/crons.test.dev", (code, _) => code == HttpStatusCode.NotFound);
        await cluster.EventuallyAsync(Crons, (code, _) => code == HttpStatusCode.NotFound);
        await cluster.PostAsync(Definitions, Definition("self == oldSelf"));
        var crons = await cluster.EventuallyAsync(Crons, (code, _) => code == HttpStatusCode.OK);
        Assert.Empty(crons["items"]!.AsArray());
    }

    [Fact]
    public async Task Printer_columns_become_a_table()
    {
        await using var cluster = await DefinedAsync();
        await cluster.PostAsync(Crons, """{"apiVersion":"test.dev/v1","kind":"Cron","metadata":{"name":"a"},"spec":{"schedule":"x"}}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, Crons);
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        using var answer = await cluster.Admin.SendAsync(request, TestContext.Current.CancellationToken);
        var table = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(["Name", "Schedule"], table["columnDefinitions"]!.AsArray().Select(column => (string)column!["name"]!));
        Assert.Equal(["a", "x"], table["rows"]![0]!["cells"]!.AsArray().Select(cell => (string)cell!));
    }

    private static async Task<TestCluster> DefinedAsync()
    {
        var cluster = await TestCluster.StartAsync();
        var (code, _) = await cluster.PostAsync(Definitions, Definition("self == oldSelf"));
        Assert.Equal(HttpStatusCode.Created, code);
        await cluster.EventuallyAsync(Crons, (served, _) => served == HttpStatusCode.OK);
        return cluster;
    }

    private static string Definition(string rule) => """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"crons.test.dev"},
         "spec":{"group":"test.dev","scope":"Namespaced","names":{"plural":"crons","kind":"Cron"},
          "versions":[{"name":"v1","served":true,"storage":true,
           "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"}},
           "additionalPrinterColumns":[{"name":"Schedule","type":"string","jsonPath":".spec.schedule"}],
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
            "spec":{"type":"object","required":["schedule"],"properties":{
             "schedule":{"type":"string","x-kubernetes-validations":[{"rule":"RULE","message":"schedule is immutable"}]},
             "replicas":{"type":"integer","default":3}}},
            "status":{"type":"object","properties":{"done":{"type":"boolean"},"replicas":{"type":"integer"}}}}}}}]}}
        """.Replace("RULE", rule, StringComparison.Ordinal);
}
