using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What was done while nothing was denied.</summary>
public sealed class OutageScenarioTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string System = "gitopsguard-system";
    private const string Api = "deployment/api";
    private const string Addition = """{"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"side","image":"example.com/side:1"}]}}}}""";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(130)]
    public async Task What_was_added_while_the_guard_was_down_goes_once_it_is_up_whoever_owns_it()
    {
        await RunAsync(0);
        (await _shop.Admin("delete", "validatingwebhookconfiguration", "gitopsguard")).MustSucceed();
        foreach (var workload in (string[])[ScenarioShop.Web, Api])
            await EventuallyAsync(async () => (await _shop.Alice("patch", workload, "-p", Addition)).Succeeded, $"{workload} could not be changed");
        (await _shop.Alice("patch", Api, "--type=merge", "-p", """{"metadata":{"managedFields":[{}]}}""")).MustBeAllowed();

        await RunAsync(1);

        foreach (var (workload, containers) in new[] { (ScenarioShop.Web, "web"), (Api, "api") })
        {
            await EventuallyAsync(
                async () => (await _shop.Alice("get", workload, "-o", "jsonpath={.spec.template.spec.hostNetwork},{.spec.template.spec.containers[*].name}")).Output == $",{containers}",
                $"{workload} was not repaired");
        }

        Observed.Saw("put back once it is up");
        (await _shop.Admin("wait", $"gitsync/{ScenarioShop.Sync}", "-n", ScenarioShop.SyncNamespace, "--for=condition=Ready", "--timeout=60s")).MustSucceed();
    }

    [Fact, Scenario(134)]
    public async Task A_declared_annotation_that_a_warned_writer_changes_twice_is_declared_both_times()
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, "twice", ("settings.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, annotations: {example.com/owner: shop}}
            """));
        await team.SyncAsync(further: "drift: Report");
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        await using (var mode = await WarnMode.StartAsync(fixture.Shop))
        {
            foreach (var owner in (string[])["first", "second"])
            {
                var warning = await mode.WriteAsync(team, "annotate", "configmap/settings", "--overwrite", $"example.com/owner={owner}");

                Assert.Contains("Warning: ConfigMap twice/settings is managed by Git", warning, StringComparison.Ordinal);
                Observed.Saw("allowed with a warning");
                await team.ToldAsync("Drifted", $"example.com/owner\"] \"shop\" -> \"{owner}\"");
            }
        }
    }

    /// <summary>Scales guard and reconciler, and waits until it is so.</summary>
    private async Task RunAsync(int replicas)
    {
        (await _shop.Admin("scale", "deployment", "gitopsguard-webhook", "gitopsguard-reconciler", "-n", System, $"--replicas={replicas}")).MustSucceed();
        if (replicas == 0)
            await EventuallyAsync(async () => (await _shop.Admin("get", "pods", "-n", System, "-o", "name")).MustSucceed().Output.Length == 0, "pods are left");
    }

    private Task EventuallyAsync(Func<Task<bool>> holds, string otherwise) => Eventually.HoldsAsync(
        holds, Deadline, () => $"{otherwise}\n{fixture.Shop.Logs()}", TimeProvider.System, TestContext.Current.CancellationToken);
}
