using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Controllers that change what Git declares: only as far as a policy says, or with a warning.</summary>
[Collection(ShopCollection.Name)]
public sealed class ExemptionScenarioTests(ShopFixture fixture)
{
    private const string Coredns = "deployment/coredns";
    private const string Policy = "guardpolicy/default";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Theory, Scenario(102)]
    [InlineData("eks:addon-manager")]
    [InlineData("system:addon-manager")]
    public async Task An_addon_manager_upgrades_what_Git_does_not_declare(string user)
    {
        (await AddonManager(user, "create", "deployment", "dns-autoscaler", "--image=registry.example/autoscaler:1")).MustBeAllowed();

        (await AddonManager(user, "set", "image", "deployment/dns-autoscaler", "*=registry.example/autoscaler:2")).MustBeAllowed();

        (await AddonManager(user, "delete", "deployment/dns-autoscaler")).MustBeAllowed();
    }

    [Fact, Scenario(102)]
    public async Task An_addon_manager_that_changes_what_Git_declares_is_told_how_to_keep_it()
    {
        var team = await SyncedAsync("addons", Workload.Deployment("coredns", "kube-system"), "drift: Report");

        var upgrade = await AddonManager("eks:addon-manager", "set", "image", Coredns, "*=registry.example/coredns:2");

        upgrade.MustBeWarned("Deployment kube-system/coredns is managed by Git: change it there, or the reconciler will undo this");
        Assert.Matches("to keep it, open it as a pull request: kubectl gitops propose chg-[a-z0-9]+", upgrade.Error);
        var change = upgrade.Error[upgrade.Error.IndexOf("chg-", StringComparison.Ordinal)..][..14];
        await ScenarioShop.Until(() => _shop.Admin("get", "changerequest", change, "-n", "kube-system"), found => found.Succeeded);
        (await _shop.Admin("set", "image", Coredns, "*=registry.example/coredns:3", "-n", "kube-system")).MustBeDenied("registry.example/coredns:3");
        (await _shop.Admin("set", "image", Coredns, "*=registry.example/coredns:3", "-n", "kube-system", "--as=eks:addon-manager", "--as-group=system:masters"))
            .MustBeDenied("registry.example/coredns:3");
        await RemoveAsync(team, "deployment/coredns", "kube-system");
    }

    [Fact, Scenario(117)]
    public async Task A_canary_controller_changes_declared_weights_and_replicas_only_where_a_policy_opens_them()
    {
        var definition = await TeamRepository.PlanAsync(fixture.Shop, "routes");
        await definition.ApplyAsync(Workload.KindOf("canary.example", "Route", "routes"));
        (await definition.KubectlAsync("wait", "crd/routes.canary.example", "--for=condition=Established", "--timeout=60s")).MustSucceed();
        var team = await SyncedAsync("canary", $"{Workload.Deployment("web")}\n---\n{Weights}");
        await team.GuardedAsync("deployment/web");
        var token = await _shop.TokenOfController("flagger", "flagger-system");

        foreach (var write in Writes()) (await write()).MustBeDenied("is managed by Git");
        var open = Open("Deployment.apps", "spec.replicas", "Route.canary.example", "spec.weights[*]");
        (await _shop.Admin("patch", Policy, "--type=merge", "-p", open)).MustSucceed();
        try
        {
            foreach (var write in Writes()) (await ScenarioShop.Until(write, result => result.Succeeded)).MustBeAllowed();
            (await _shop.WithToken(token, "set", "image", "deployment/web", "*=registry.example/web:2", "-n", "canary")).MustBeDenied("image");
            (await _shop.Admin("scale", "deployment/web", "-n", "canary", "--replicas=7", "--as=system:serviceaccount:flagger-system:flagger", "--as-group=system:masters")).MustBeDenied("spec.replicas");
            await ScenarioShop.Until(WriteAndReadAsync, read => read.Output == "3 90 10", fixture.Shop.Logs);
        }
        finally
        {
            (await _shop.Admin("patch", Policy, "--type=merge", "-p", """{"spec":{"open":null} }""")).MustSucceed();
        }

        await ScenarioShop.Until(ReadAsync, read => read.Output == "1 100 0", fixture.Shop.Logs);

        // The reconciler may hear of the policy a moment after the guard does.
        async Task<CommandResult> WriteAndReadAsync()
        {
            foreach (var write in Writes()) (await write()).MustBeAllowed();
            await team.ReconcileAsync();
            return await ReadAsync();
        }

        async Task<CommandResult> ReadAsync() => await team.KubectlAsync(
            "get", "deployment/web", "route/web", "-o", "jsonpath={.items[0].spec.replicas} {.items[1].spec.weights.primary} {.items[1].spec.weights.canary}");

        IEnumerable<Func<Task<CommandResult>>> Writes() =>
        [
            () => Flagger("patch", "deployment/web", "--type=merge", "-p", """{"spec":{"replicas":0} }"""),
            () => Flagger("scale", "deployment/web", "--replicas=3"),
            () => Flagger("patch", "route/web", "--type=merge", "-p", """{"spec":{"weights":{"primary":90,"canary":10} } }"""),
        ];

        Task<CommandResult> Flagger(params string[] words) => _shop.WithToken(token, ["-n", "canary", .. words]);
    }

    [Fact, Scenario(117)]
    public async Task A_canary_controller_scales_what_Git_leaves_open()
    {
        var team = await SyncedAsync("canary-open", Workload.Deployment("web").Replace("replicas: 1", "paused: false", StringComparison.Ordinal));

        (await _shop.Controller("argo-rollouts", "argo-rollouts", "patch", "deployment/web", "-n", "canary-open", "--type=merge", "-p", """{"spec":{"replicas":4} }""")).MustBeAllowed();

        await team.ReconcileAsync();
        Assert.Equal("4", await team.ReadAsync("deployment/web", ".spec.replicas"));
        await team.NotToldAsync("Mutated");
    }

    private Task<CommandResult> AddonManager(string user, params string[] words) => _shop.Certified(user, ["system:masters"], ["-n", "kube-system", .. words]);

    private Task<TeamRepository> SyncedAsync(string name, string manifest, string? further = null) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, further, ("object.yaml", manifest), ("other.yaml", Workload.ConfigMap("other")));

    private async Task RemoveAsync(TeamRepository team, string item, string ns)
    {
        await team.CommitAsync(("object.yaml", null));
        await ScenarioShop.Until(() => _shop.Admin("get", item, "-n", ns, "--ignore-not-found", "-o", "name"), found => found is { Succeeded: true, Output: "" });
    }

    private static string Open(params string[] kindsAndPaths) => new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["open"] = new JsonArray([.. kindsAndPaths.Chunk(2).Select(open => new JsonObject
            {
                ["kinds"] = new JsonArray(open[0]),
                ["paths"] = new JsonArray(open[1]),
                ["actors"] = new JsonArray("system:serviceaccount:flagger-system:flagger"),
            })]),
        },
    }.ToJsonString();

    private const string Weights = "apiVersion: canary.example/v1\nkind: Route\nmetadata: {name: web}\nspec: {weights: {primary: 100, canary: 0}}\n";
}
