using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The end of what says what is applied: nobody asked for the objects to go.</summary>
public sealed class EndingScenarioTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(135)]
    public async Task A_deleted_namespace_of_GitSyncs_or_their_deleted_definition_takes_nothing_with_it()
    {
        var (leaving, undefined) = (await SyncedAsync("leaving", "staying"), await SyncedAsync("undefined", "defined"));

        (await _shop.Admin("delete", "namespace", "leaving", "--timeout=90s")).MustBeAllowed();
        await StaysAsync(leaving, "staying");

        (await _shop.Admin("delete", "crd", "gitsyncs.gitopsguard.dev", "syncinventories.gitopsguard.dev", "--timeout=90s")).MustBeAllowed();
        await StaysAsync(undefined, "defined");
        (await _shop.Alice("get", ScenarioShop.Web)).MustSucceed();
    }

    private async Task<TeamRepository> SyncedAsync(string name, string target)
    {
        (await _shop.Admin("create", "namespace", target)).MustSucceed();
        var team = await TeamRepository.CreateAsync(fixture.Shop, name, ("settings.yaml", $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: {{target}}}
            """));
        await team.SyncAsync();
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        return team;
    }

    /// <summary>By the time that the command has ended, the GitSync is gone: what would be pruned was pruned before.</summary>
    private async Task StaysAsync(TeamRepository team, string target)
    {
        var gone = await _shop.Admin("get", team.GitSync, "-n", team.Name, "--ignore-not-found", "-o", "name");
        Assert.DoesNotContain("gitsync", gone.Output, StringComparison.Ordinal);
        var live = (await _shop.Admin("get", "configmap/settings", "-n", target, "-o", "jsonpath={.metadata.deletionTimestamp}")).MustSucceed();
        Assert.Equal("", live.Output);
    }
}
