using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>A pipeline that goes on upgrading with the real helm what Git has taken over.</summary>
[Collection(ShopCollection.Name)]
public sealed class HelmScenarioTests(ShopFixture fixture)
{
    private const string Worker = "deployment/worker";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Scenario(53)]
    [InlineData("pipeline", "--server-side=false")]
    [InlineData("forcing-pipeline", "--server-side=true", "--force-conflicts")]
    public async Task Helm_upgrade_of_a_release_that_Git_took_over_is_denied_with_a_way_to_a_pull_request(string name, params string[] how)
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, name, ("worker.yaml", Workload.Deployment("worker")));
        var chart = await ChartAsync();
        (await HelmAsync(name, "install", "worker", chart, how[0])).MustSucceed();
        await team.SyncAsync();
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);

        var upgrade = await HelmAsync(name, ["upgrade", "worker", chart, "--set", "tag=2", .. how]);

        upgrade.MustBeDenied($"Deployment {name}/worker is managed by Git, so this change was denied.");
        Assert.Contains("registry.example/worker:1 -> registry.example/worker:2", upgrade.Error, StringComparison.Ordinal);
        Assert.Matches(@"kubectl gitops propose chg-[0-9a-z]+", upgrade.Error);
        Assert.Equal("registry.example/worker:1", await team.ReadAsync(Worker, ".spec.template.spec.containers[0].image"));
        Assert.True(await team.ExistsAsync("secret/sh.helm.release.v1.worker.v2"));
    }

    [Fact, Scenario(53)]
    public async Task Helm_upgrade_of_a_release_of_its_own_is_allowed_and_so_is_the_Secret_in_which_it_is_kept()
    {
        var team = await TeamRepository.PlanAsync(fixture.Shop, "own-release");
        var chart = await ChartAsync();
        (await HelmAsync(team.Name, "install", "worker", chart)).MustBeAllowed();

        (await HelmAsync(team.Name, "upgrade", "worker", chart, "--set", "tag=2")).MustBeAllowed();

        Assert.Equal("registry.example/worker:2", await team.ReadAsync(Worker, ".spec.template.spec.containers[0].image"));
        Assert.True(await team.ExistsAsync("secret/sh.helm.release.v1.worker.v2"));
    }

    private Task<CommandResult> HelmAsync(string ns, params string[] words) =>
        fixture.Shop.Playground.Alice.Shell.RunAsync(["helm", .. words, "--namespace", ns], Token);

    private async Task<string> ChartAsync()
    {
        var chart = Path.Combine(fixture.Shop.Playground.Alice.Home, $"{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(chart, "templates"));
        await File.WriteAllTextAsync(Path.Combine(chart, "Chart.yaml"), "apiVersion: v2\nname: worker\nversion: 1.0.0\n", Token);
        await File.WriteAllTextAsync(
            Path.Combine(chart, "templates", "worker.yaml"),
            Workload.Deployment("worker").Replace("worker:1\"", "worker:{{ .Values.tag | default \"1\" }}\"", StringComparison.Ordinal),
            Token);
        return chart;
    }
}
