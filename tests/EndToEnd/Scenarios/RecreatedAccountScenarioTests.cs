using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The reconciler's account is deleted and created anew by an installer, as a reinstallation does: nothing is to be pinned again.</summary>
[Collection(ShopCollection.Name)]
public sealed class RecreatedAccountScenarioTests(ShopFixture fixture)
{
    private const string Guard = "gitopsguard-system";
    private const string Deployment = "deployment/gitopsguard-reconciler";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(48)]
    public async Task New_pods_of_an_account_that_was_created_anew_are_the_reconciler_and_old_tokens_are_not()
    {
        var pods = new ReconcilerPods(_shop);
        var old = await pods.TokenAsync("before", "Always", "Running");
        (await WriteAsync(old)).MustSucceed();

        await RecreateAccountAsync();

        var refused = await ScenarioShop.Until(() => WriteAsync(old), result => !result.Succeeded, fixture.Shop.Logs);
        Assert.Matches("Unauthorized|must be logged in|its identity is not yet known", refused.Error);
        Observed.Saw("old tokens are refused");
        (await WriteAsync(await pods.TokenAsync("after", "Always", "Running"))).MustBeAllowed();

        (await _shop.Admin("rollout", "restart", Deployment, "-n", Guard)).MustSucceed();
        (await _shop.Admin("rollout", "status", Deployment, "-n", Guard, "--timeout=120s")).MustSucceed();
        var team = await TeamRepository.CreateAsync(fixture.Shop, "reinstalled", ("settings.yaml", Workload.ConfigMap("settings")));
        await team.SyncAsync();
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        (await _shop.Admin("delete", "pod", "before", "after", "-n", Guard)).MustSucceed();
    }

    /// <summary>A write that the reconciler may make, and whoever claims to be it may not.</summary>
    private Task<CommandResult> WriteAsync(string token) =>
        _shop.WithToken(token, "annotate", ScenarioShop.Web, "-n", ScenarioShop.Namespace, "example.com/by=pod", "--overwrite");

    private async Task RecreateAccountAsync()
    {
        var account = JsonNode.Parse((await _shop.Admin("get", "serviceaccount", "gitopsguard-reconciler", "-n", Guard, "-o", "json")).MustSucceed().Output)!;
        foreach (var member in (string[])["uid", "resourceVersion", "creationTimestamp"]) account["metadata"]!.AsObject().Remove(member);
        (await _shop.Admin("replace", "--force", "-f", await _shop.FileOf(account.ToJsonString()))).MustSucceed();
    }
}
