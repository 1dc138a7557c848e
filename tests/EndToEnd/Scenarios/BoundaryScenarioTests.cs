using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The largest and the strangest that the API server takes: judged like all else, within the time that it waits.</summary>
[Collection(ShopCollection.Name)]
public sealed class BoundaryScenarioTests(ShopFixture fixture)
{
    /// <summary>Characters of a ConfigMap that is nearly as large as one may be. Each takes six in a review, twice: of the old and of the new object.</summary>
    private const int LargestText = 1_000_000;

    /// <summary>Levels that the server takes, with room for those around a value and in managedFields.</summary>
    private int DeepestNesting => fixture.Shop.Playground.Cluster is EmbeddedCluster ? Trees.DeepestNesting - 50 : 9_500;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(27)]
    public async Task A_review_of_twelve_megabytes_is_judged_by_what_changes()
    {
        var team = await SyncedAsync("large", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: text}}\ndata: {{colour: green, text: \"{new string('<', LargestText)}\"}}\n");
        Assert.Equal(LargestText, (await team.ReadAsync("configmap/text", ".data.text")).Length);

        (await _shop.Alice("patch", "configmap/text", "-n", "large", "--type=merge", "-p", """{"data":{"colour":"red"} }""")).MustBeDenied("data.colour");
        (await _shop.Alice("label", "configmap/text", "-n", "large", "example.com/seen=yes")).MustBeAllowed();
    }

    [Fact, Scenario(27)]
    public async Task An_object_nested_very_deep_is_judged_by_what_changes()
    {
        var definition = await TeamRepository.PlanAsync(fixture.Shop, "nests");
        await definition.ApplyAsync(Workload.KindOf("deep.example", "Nest", "nests"));
        (await definition.KubectlAsync("wait", "crd/nests.deep.example", "--for=condition=Established", "--timeout=60s")).MustSucceed();
        var team = await SyncedAsync("deep", "apiVersion: deep.example/v1\nkind: Nest\nmetadata: {name: ours}\nspec: {inner: {}}\n", "drift: Report");
        var deeper = $$"""{"spec":{"inner":{{Nested("1", DeepestNesting)}} } }""";

        (await _shop.Admin("patch", "nest/ours", "-n", "deep", "--type=merge", "-p", deeper)).MustBeDenied("spec.inner");
        (await _shop.Admin("create", "--raw", "/apis/deep.example/v1/namespaces/deep/nests", "-f", await _shop.FileOf(
            $$"""{"apiVersion":"deep.example/v1","kind":"Nest","metadata":{"name":"mine","namespace":"deep"},"spec":{"inner":{{Nested("1", DeepestNesting)}} } }"""))).MustBeAllowed();

        await using (var warn = await WarnMode.StartAsync(fixture.Shop)) await warn.WriteAsync(team, "patch", "nest/ours", "--type=merge", "-p", deeper);
        await ScenarioShop.Until(
            () => _shop.Admin("patch", "nest/ours", "-n", "deep", "--type=merge", "-p", $$"""{"spec":{"inner":{{Nested("2", DeepestNesting)}} } }""", "--dry-run=server"),
            result => result.Error.Contains("would be denied", StringComparison.Ordinal));
        (await _shop.Admin("patch", "nest/ours", "-n", "deep", "--type=merge", "-p", $$"""{"spec":{"inner":{{Nested("2", DeepestNesting)}} } }""")).MustBeDenied("spec.inner");
        (await _shop.Admin("label", "nest/ours", "-n", "deep", "example.com/seen=yes")).MustBeAllowed();
    }

    [Fact]
    public async Task A_field_nested_deep_that_slipped_through_is_taken_away_like_any_other()
    {
        var team = await SyncedAsync("burrows", $"{Workload.KindOf("burrows.example", "Burrow", "burrows")}\n---\napiVersion: burrows.example/v1\nkind: Burrow\nmetadata: {{name: ours}}\nspec: {{inner: {{}}}}\n");

        await using (var warn = await WarnMode.StartAsync(fixture.Shop))
            await warn.WriteAsync(team, "patch", "burrow/ours", "--type=merge", "-p", $$"""{"spec":{"inner":{{Nested("1", levels: 800)}} } }""");

        await ScenarioShop.Until(() => team.KubectlAsync("get", "burrow/ours", "-o", "jsonpath={.spec}"), result => result.Output == """{"inner":{}}""", fixture.Shop.Logs);
        await ScenarioShop.Until(
            () => team.KubectlAsync("get", "events", "-o", "jsonpath={.items[?(@.reason==\"DriftCorrected\")].message}"),
            result => result.Output.Contains("Burrow burrows/ours: spec.inner.a (absent) -> ", StringComparison.Ordinal),
            fixture.Shop.Logs);
    }

    [Fact, Scenario(27)]
    public async Task An_object_that_lost_its_managedFields_is_as_closed_as_before()
    {
        var team = await SyncedAsync("bare", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, annotations: {example.com/owner: team}}\ndata: {colour: green}\n");
        await using (var warn = await WarnMode.StartAsync(fixture.Shop))
            await warn.WriteAsync(team, "patch", "configmap/settings", "--type=merge", "-p", """{"metadata":{"managedFields":[{}]} }""");
        await ScenarioShop.Until(
            () => _shop.Alice("annotate", "configmap/settings", "-n", "bare", "example.com/owner=me", "--overwrite", "--dry-run=server"),
            result => result.Error.Contains("would be denied", StringComparison.Ordinal));
        Assert.Equal("", (await team.KubectlAsync("get", "configmap/settings", "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields}")).MustSucceed().Output);

        (await _shop.Alice("annotate", "configmap/settings", "-n", "bare", "example.com/owner=me", "--overwrite")).MustBeDenied("example.com/owner");
        (await _shop.Alice("patch", "configmap/settings", "-n", "bare", "--type=merge", "-p", """{"data":{"more":"1"} }""")).MustBeDenied("data.more");
        (await _shop.Alice("annotate", "configmap/settings", "-n", "bare", "example.com/seen=yes")).MustBeAllowed();
    }

    /// <summary>An object in an object, and so on down to a value.</summary>
    private static string Nested(string value, int levels) =>
        string.Concat(Enumerable.Repeat("""{"a":""", levels)) + value + new string('}', levels);

    private Task<TeamRepository> SyncedAsync(string name, string manifest, string? further = null) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, further, ("object.yaml", manifest));
}
