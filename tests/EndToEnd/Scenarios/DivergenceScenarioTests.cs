using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What Git says and what the cluster holds are not the same: an object is absent, a commit is not applied yet.</summary>
[Collection(ShopCollection.Name)]
public sealed class DivergenceScenarioTests(ShopFixture fixture)
{
    private const string Settings = "configmap/settings";

    private static readonly string SettingsText = Workload.ConfigMap("settings");

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(29)]
    public async Task What_Git_declares_and_the_cluster_lacks_is_not_created_by_hand()
    {
        var team = await SyncedAsync("absentees", "drift: Report");
        await using (var mode = await WarnMode.StartAsync(fixture.Shop)) await mode.WriteAsync(team, "delete", Settings);

        var created = await Alice(team, "create", "configmap", "settings", "--from-literal=colour=red");

        created.MustBeDenied("ConfigMap absentees/settings is declared in Git, so creating it by hand was denied.");
        Assert.Matches(@"declared\s+deploy/settings\.yaml:\d+", created.Error);
        Assert.False(await team.ExistsAsync(Settings));
    }

    [Fact, Scenario(29)]
    public async Task What_Git_does_not_declare_may_be_created_beside_it()
    {
        var team = await SyncedAsync("presentees", "drift: Report");

        (await Alice(team, "create", "configmap", "settings-of-mine", "--from-literal=colour=red")).MustBeAllowed();
    }

    [Fact, Scenario(108)]
    public async Task Where_Git_is_ahead_a_change_is_judged_by_what_was_applied_last_and_the_denial_says_so()
    {
        var team = await SyncedAsync("ahead");
        var applied = await team.ReadAsync(team.GitSync, ".status.lastAppliedRevision");
        (await Alice(team, "patch", Settings, "--type=merge", "-p", Colour("red"))).MustBeDenied($"@{Short(applied)}");

        var commit = await AheadAsync(team);
        var change = await ScenarioShop.Until(
            () => Alice(team, "patch", Settings, "--type=merge", "-p", Colour("red")), result => result.Error.Contains("ahead", StringComparison.Ordinal), fixture.Shop.Logs);

        change.MustBeDenied("data.colour  green -> red");
        Assert.Contains($"@{Short(applied)}", change.Error, StringComparison.Ordinal);
        Assert.Contains($"Git stands at {commit[..7]}, which is not applied yet: this is judged by what was applied last", change.Error, StringComparison.Ordinal);
    }

    [Fact, Scenario(108)]
    public async Task Where_Git_is_ahead_an_open_annotation_may_be_set_all_the_same()
    {
        var team = await SyncedAsync("ahead-open");
        await AheadAsync(team);

        (await Alice(team, "annotate", Settings, "example.com/note=x")).MustBeAllowed();
    }

    /// <summary>Commits the very change that is to be denied, and has it fetched but not applied.</summary>
    private async Task<string> AheadAsync(TeamRepository team)
    {
        (await team.KubectlAsync("patch", team.GitSync, "--type=merge", "-p", """{"spec":{"suspend":true}}""")).MustSucceed();
        await team.WaitAsync(team.GitSync, found => (string?)SyncedRepository.Ready(found)?["reason"] == "Suspended");
        var commit = await team.CommitAsync(("settings.yaml", SettingsText.Replace("green", "red")));
        await team.WaitAsync(team.GitSource, found => ((string?)found["status"]?["artifact"]?["revision"])?.Contains(commit, StringComparison.Ordinal) == true);
        Assert.Equal("green", await team.ReadAsync(Settings, ".data.colour"));
        return commit;
    }

    private Task<TeamRepository> SyncedAsync(string name, string? further = null) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, further, ("settings.yaml", SettingsText));

    private Task<CommandResult> Alice(TeamRepository team, params string[] words) => _shop.Alice([.. words, "-n", team.Name]);

    private static string Short(string revision) => revision[(revision.LastIndexOf(':') + 1)..][..7];

    private static string Colour(string colour) => $$$"""{"data":{"colour":"{{{colour}}}"}}""";
}
