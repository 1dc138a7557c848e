using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>A cluster in which the product is installed and nothing is in Git yet.</summary>
public sealed class BootstrapScenarioTests : IAsyncLifetime
{
    private TestPlayground _playground = null!;

    private ScenarioShop Shop => new(_playground);

    public async ValueTask InitializeAsync() => _playground = await TestPlayground.StartBareAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _playground is null ? ValueTask.CompletedTask : _playground.DisposeAsync();

    [Fact, Scenario(104)]
    public async Task Where_no_inventory_is_nothing_is_managed_and_the_first_sync_ends_that()
    {
        var team = await TeamRepository.CreateAsync(_playground, "first", ("settings.yaml", Workload.ConfigMap("settings")));
        await team.SyncAsync(further: "suspend: true");
        var token = await Shop.TokenOfLookalike("founders", "founder");

        (await ByFounder("create", "configmap", "settings", "--from-literal=colour=blue")).MustBeAllowed();
        (await ByFounder("patch", "configmap/settings", "--type=merge", "-p", """{"data":{"colour":"red"}}""")).MustBeAllowed();
        (await ByFounder("create", "deployment", "worker", "--image=registry.example/worker:1")).MustBeAllowed();
        (await ByFounder("scale", "deployment/worker", "--replicas=2")).MustBeAllowed();
        (await ByFounder("delete", "deployment/worker")).MustBeAllowed();
        (await Shop.WithToken(token, "create", "namespace", "passing")).MustBeAllowed();
        (await Shop.WithToken(token, "delete", "namespace", "passing", "--wait=false")).MustBeAllowed();
        (await SuspendAsync("false")).MustBeAllowed();

        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        (await ByFounder("patch", "configmap/settings", "--type=merge", "-p", """{"data":{"colour":"red"}}""")).MustBeDenied("data.colour  green -> red");
        (await SuspendAsync("true")).MustBeDenied("spec.suspend");

        Task<CommandResult> ByFounder(params string[] words) => Shop.WithToken(token, ["-n", team.Name, .. words]);

        Task<CommandResult> SuspendAsync(string value) => ByFounder("patch", team.GitSync, "--type=merge", "-p", $$$"""{"spec":{"suspend":{{{value}}} } }""");
    }
}
