using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Ways below admission: how far each can be closed, and what becomes of the rest.</summary>
[Collection(ShopCollection.Name)]
public sealed class BelowAdmissionScenarioTests(ShopFixture fixture)
{
    private const string Settings = "configmap/settings";
    private const string Group = "aggregated.example";
    private const string ManagedService = $"apiservice/v1.{Group}";

    private static string Toys => $"{Workload.KindOf(Group, "Toy", "toys")}\n---\napiVersion: {Group}/v1\nkind: Toy\nmetadata: {{name: bear}}\n";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Scenario(80)]
    public async Task A_deletion_that_would_skip_reading_a_managed_object_is_denied_like_any_other()
    {
        (await UnsafelyDeletedAsync("shop-config")).MustBeDenied("ConfigMap shop/shop-config is managed by Git, so this deletion was denied.");
    }

    [Fact, Scenario(80)]
    public async Task Such_a_deletion_of_an_object_that_Git_does_not_declare_is_allowed()
    {
        (await _shop.Alice("create", "configmap", "unread")).MustSucceed();

        (await UnsafelyDeletedAsync("unread")).MustBeAllowed();
    }

    [Fact, Scenario(123)]
    public async Task The_API_service_of_a_managed_kind_is_neither_pointed_elsewhere_nor_deleted()
    {
        var team = await SyncedAsync("aggregated", Toys);
        await HaveApiServiceAsync(Group);
        var token = await _shop.TokenOfLookalike("side-doors", "aggregator");

        (await _shop.WithToken(token, "patch", ManagedService, "--type=merge", "-p", """{"spec":{"service":{"namespace":"side-doors","name":"mirror"}}}"""))
            .MustBeDenied($"APIService v1.{Group} defines kinds of {Group} that are managed by Git, so this change was denied.");
        (await _shop.WithToken(token, "delete", ManagedService, "--wait=false")).MustBeDenied("so this deletion was denied");
        Assert.True(await team.ExistsAsync($"toys.{Group}/bear"));
    }

    [Fact, Scenario(123)]
    public async Task The_API_service_of_kinds_that_Git_does_not_declare_may_be_changed()
    {
        await HaveApiServiceAsync("coordination.k8s.io");
        var token = await _shop.TokenOfLookalike("side-doors", "aggregator");

        (await _shop.WithToken(token, "patch", "apiservice/v1.coordination.k8s.io", "--type=merge", "-p", """{"spec":{"versionPriority":16}}""")).MustBeAllowed();
    }

    [Fact, Scenario(124)]
    public async Task What_is_changed_in_the_database_of_the_API_server_is_put_back()
    {
        var team = await SyncedAsync("etcd", Workload.ConfigMap("settings"));

        await ClusterDatabase.ReplaceAsync(fixture.Shop.Playground.Cluster, team.Name, "settings", "green", "black", Token);

        await ScenarioShop.Until(
            () => team.KubectlAsync("get", "events", "-o", "jsonpath={.items[?(@.reason==\"DriftCorrected\")].message}"),
            found => found.Output.Contains("ConfigMap etcd/settings: data.colour \"green\" -> \"black\"", StringComparison.Ordinal), fixture.Shop.Logs);
        Assert.Equal("green", await team.ReadAsync(Settings, ".data.colour"));
        Observed.Saw("cannot be intercepted: put back, with an event");
    }

    [Theory, Scenario(80), Scenario(123), Scenario(124)]
    [InlineData("ignoreStoreReadErrorWithClusterBreakingPotential")]
    [InlineData("aggregated API server")]
    [InlineData("etcd")]
    [InlineData("static pods")]
    [InlineData("kubelet's own API")]
    public async Task What_never_comes_to_admission_is_written_down_with_what_shows_it(string way)
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(PlaygroundPaths.FindRoot(), "docs", "guard", "threats.md"), Token);

        var row = Assert.Single(page, line => line.StartsWith('|') && line.Contains(way, StringComparison.Ordinal));
        Assert.All(row.Trim('|').Split(" | "), cell => Assert.NotEmpty(cell.Trim()));
        Assert.Equal(4, row.Trim('|').Split(" | ").Length);
        Observed.Saw("cannot be intercepted: see threats");
    }

    private async Task<CommandResult> UnsafelyDeletedAsync(string configMap)
    {
        var options = await _shop.FileOf("""{"apiVersion":"v1","kind":"DeleteOptions","ignoreStoreReadErrorWithClusterBreakingPotential":true}""");
        return await _shop.Admin("delete", "--raw", $"/api/v1/namespaces/{ScenarioShop.Namespace}/configmaps/{configMap}", "-f", options);
    }

    /// <summary>Makes sure of the API service that a real API server makes for each group that it serves itself.</summary>
    private async Task HaveApiServiceAsync(string group)
    {
        var service = await _shop.FileOf($$$"""
            {"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","metadata":{"name":"v1.{{{group}}}"},
             "spec":{"group":"{{{group}}}","version":"v1","groupPriorityMinimum":1000,"versionPriority":100}}
            """);
        var created = await _shop.Admin("create", "-f", service);
        if (!created.Error.Contains("already exists", StringComparison.Ordinal)) created.MustSucceed();
    }

    private Task<TeamRepository> SyncedAsync(string name, string manifests) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, null, ("all.yaml", manifests));
}
