using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.Playground;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>From mode Audit to mode Enforce: who would have been denied, and the entry that lets a controller through.</summary>
public sealed class ShadowReportTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Controller = "system:serviceaccount:scaling:scaler";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_Audit_reports_of_a_controller_is_what_lets_it_through_once_the_policy_enforces()
    {
        var token = await _shop.TokenOfLookalike("scaling", "scaler");
        await PolicyAsync("""{"spec":{"mode":"Audit"}}""");

        await PassesAsync(token, "--replicas=5");
        (await _shop.WithToken(token, "scale", ScenarioShop.Web, "-n", ScenarioShop.Namespace, "--replicas=6")).MustSucceed();
        (await _shop.Alice("patch", "configmap/shop-config", "--type=merge", "-p", """{"data":{"CURRENCY":"CHF"}}""")).MustSucceed();

        var report = await EntryAsync(Controller, entry => (int)entry["count"]! >= 2);
        Assert.Equal("""{"actors":["system:serviceaccount:scaling:scaler"],"kinds":["Deployment.apps"],"paths":["spec.replicas"]}""", report["open"]!.ToJsonString());
        Assert.Null((await EntryAsync("alice", entry => (string?)entry["kind"] == "ConfigMap"))["open"]);
        var columns = (await _shop.Admin("get", "guardpolicy", "default")).MustSucceed().Output.Split('\n');
        Assert.Matches(@"MODE +SCOPE +READY +DENIED +WARNED +AUDITED", columns[0]);
        Assert.Matches(@"^default +Audit +Managed +True +[0-9]+ +0 +[1-9]", columns[1]);
        var printed = (await fixture.Shop.AdminAsync("kubectl gitops report", Token)).MustSucceed().Output;
        Assert.Contains("""- {"kinds":["Deployment.apps"],"paths":["spec.replicas"],"actors":["system:serviceaccount:scaling:scaler"]}""", printed);

        await PolicyAsync($$$"""{"spec":{"mode":"Enforce","open":[{{{report["open"]!.ToJsonString()}}}]}}""");
        await DeniedAsync("--replicas=8");
        var passed = await _shop.WithToken(token, "scale", ScenarioShop.Web, "-n", ScenarioShop.Namespace, "--replicas=7");
        passed.MustSucceed();
        Assert.DoesNotContain("Warning:", passed.Error);
    }

    private async Task PolicyAsync(string patch) =>
        (await _shop.Admin("patch", "guardpolicy/default", "--type=merge", "-p", patch)).MustSucceed();

    /// <summary>Scales until the guard has heard of the policy and lets it pass.</summary>
    private Task PassesAsync(string token, string replicas) => HoldsAsync(
        async () => (await _shop.WithToken(token, "scale", ScenarioShop.Web, "-n", ScenarioShop.Namespace, replicas)).Succeeded, "a write in mode Audit to pass");

    /// <summary>Has alice scale until the guard has heard of the policy and denies it.</summary>
    private Task DeniedAsync(string replicas) => HoldsAsync(
        async () => !(await _shop.Alice("scale", ScenarioShop.Web, replicas)).Succeeded, "a write in mode Enforce to be denied");

    private async Task<JsonNode> EntryAsync(string user, Predicate<JsonNode> holds)
    {
        JsonNode? found = null;
        await HoldsAsync(
            async () =>
            {
                var policy = JsonNode.Parse((await _shop.Admin("get", "guardpolicy", "default", "-o", "json")).MustSucceed().Output)!;
                found = (policy["status"]?["report"]?.AsArray() ?? []).FirstOrDefault(entry => (string?)entry!["user"] == user && holds(entry));
                return found is not null;
            },
            $"an entry of {user}");
        return found!;
    }

    private Task HoldsAsync(Func<Task<bool>> condition, string what) => Eventually.HoldsAsync(
        condition, TimeSpan.FromSeconds(60), () => $"There came no {what}.\n{fixture.Shop.Logs()}", TimeProvider.System, Token);
}
