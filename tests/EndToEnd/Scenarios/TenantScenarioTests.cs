using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Writers beside the reconciler: the accounts of GitSyncs, and engines that impersonate by design.</summary>
[Collection(ShopCollection.Name)]
public sealed class TenantScenarioTests(ShopFixture fixture)
{
    private const string Guard = "gitopsguard-system";
    private const string Settings = "configmap/settings";
    private const string Flux = "system:serviceaccount:flux:tenant";

    private const string SettingsText = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: green
        """;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact]
    public async Task A_GitSync_writes_with_its_accounts_token_and_no_other_token_of_that_account_will_do()
    {
        var team = await TenantAsync("tenant-own");
        await team.ReadyAsync(await team.CommitAsync(("settings.yaml", SettingsText.Replace("green", "red"))));
        var token = (await team.KubectlAsync("create", "token", "deployer")).MustSucceed().Output.Trim();

        (await WithTokenAsync(team, token, "patch", Settings, "--type=merge", "-p", """{"data":{"colour":"blue"}}""")).MustBeDenied("is managed by Git");
        (await WithTokenAsync(team, token, "patch", Settings, "--field-manager=gitopsguard", "--type=merge", "-p", """{"data":{"colour":"blue"}}"""))
            .MustBeDenied("the token of ServiceAccount tenant-own/deployer is none that the reconciler requested");
        (await WithTokenAsync(team, token, "create", "configmap", "own", "--from-literal=a=b")).MustSucceed();

        await team.ReadyAsync(await team.CommitAsync(("settings.yaml", null), ("other.yaml", SettingsText.Replace("settings", "other"))));
        await team.GoneAsync(Settings);
        Assert.True(await team.ExistsAsync("configmap/own"));
    }

    [Fact]
    public async Task A_GitSync_reaches_no_further_than_its_account()
    {
        var team = await TenantAsync("tenant-rights");

        await team.CommitAsync(("role.yaml", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: tenant-rights}
            rules: []
            """));

        var told = await team.FailedAsync(team.GitSync, "ReconciliationFailed");
        Assert.Contains("deploy/role.yaml:1", told);
        Assert.Contains("\"system:serviceaccount:tenant-rights:deployer\" cannot patch resource \"clusterroles\"", told);
    }

    [Fact]
    public async Task A_GitSync_whose_account_does_not_exist_waits_for_it()
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, "tenant-absent", ("settings.yaml", SettingsText));
        await team.SyncAsync(further: "serviceAccountName: deployer");

        Assert.Contains("ServiceAccount deployer", await team.FailedAsync(team.GitSync, "ReconciliationFailed"));
        Assert.False(await team.ExistsAsync(Settings));
    }

    [Fact, Scenario(37)]
    public async Task An_engine_that_impersonates_by_design_writes_once_a_policy_says_so()
    {
        (await ImpersonatedAsync("patch", "configmap/shop-config", "--type=merge", "-p", """{"data":{"CURRENCY":"CHF"}}""")).MustBeDenied("is managed by Git");
        await TrustAsync("""[{"serviceAccount":{"namespace":"flux","name":"tenant"},"impersonated":true}]""");

        await HoldsAsync(async () => (await ImpersonatedAsync("annotate", "ingress/shop", "--overwrite", "example.org/owner=flux")).Succeeded, "a write of the engine to pass");
        (await ImpersonatedAsync("annotate", "ingress/shop", "--overwrite", "example.org/owner=engine")).MustBeAllowed();
        (await _shop.Admin("wait", "guardpolicy/default", "--for=condition=TrustForgeable", "--timeout=60s")).MustSucceed();
        Assert.Contains("pass as ServiceAccount flux/tenant, which GuardPolicy default trusts", await DoctorAsync());

        await TrustAsync("null");
        await HoldsAsync(async () => !(await ImpersonatedAsync("annotate", "ingress/shop", "--overwrite", "example.org/owner=flux")).Succeeded, "a write of the engine to be denied");
    }

    [Fact, Scenario(35)]
    public async Task A_full_forgery_by_who_may_impersonate_everything_passes_and_the_doctor_names_them()
    {
        var account = (await _shop.Admin("get", "serviceaccount", "gitopsguard-reconciler", "-n", Guard, "-o", "jsonpath={.metadata.uid}")).MustSucceed().Output;
        var pod = (await _shop.Admin("get", "pods", "-n", Guard, "-l", "app.kubernetes.io/component=reconciler", "-o", "jsonpath={.items[0].metadata.name} {.items[0].metadata.uid}"))
            .MustSucceed().Output.Split(' ');
        string[] forgery =
        [
            "annotate", "ingress/shop", "-n", ScenarioShop.Namespace, "--overwrite", "example.org/owner=forged",
            "--as=system:serviceaccount:gitopsguard-system:gitopsguard-reconciler", $"--as-uid={account}",
            $"--as-user-extra=authentication.kubernetes.io/pod-name={pod[0]}", $"--as-user-extra=authentication.kubernetes.io/pod-uid={pod[1]}",
        ];

        (await _shop.Admin(forgery)).MustBeDenied("is managed by Git");
        (await _shop.Admin([.. forgery, "--as-user-extra=authentication.kubernetes.io/credential-id=JTI=forged"])).MustSucceed();

        Observed.Saw("with every part, allowed: see SECURITY");
        var lines = (await DoctorAsync()).Split('\n');
        var holders = lines.SkipWhile(line => !line.StartsWith("  forge the identity of the reconciler (", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal));
        Assert.Contains(holders, line => line.StartsWith("    Group playground:administrators ", StringComparison.Ordinal));
    }

    private async Task<string> DoctorAsync() =>
        (await fixture.Shop.AdminAsync("kubectl gitops doctor", TestContext.Current.CancellationToken)).MustSucceed().Output;

    private Task<CommandResult> ImpersonatedAsync(params string[] words) => _shop.Admin(["-n", ScenarioShop.Namespace, .. words, $"--as={Flux}", "--as-group=system:masters"]);

    /// <summary>Waits until the guard has heard of the policy.</summary>
    private Task HoldsAsync(Func<Task<bool>> condition, string what) => Eventually.HoldsAsync(
        condition, TimeSpan.FromSeconds(60), () => $"There came no {what}.\n{fixture.Shop.Logs()}", TimeProvider.System, TestContext.Current.CancellationToken);

    private async Task TrustAsync(string trusted) =>
        (await _shop.Admin("patch", "guardpolicy/default", "--type=merge", "-p", $$$"""{"spec":{"trusted":{{{trusted}}}}}""")).MustSucceed();

    private Task<CommandResult> WithTokenAsync(TeamRepository team, string token, params string[] words) => _shop.WithToken(token, ["-n", team.Name, .. words]);

    /// <summary>A synced repository whose GitSync writes with the rights of an account that may edit its namespace.</summary>
    private async Task<TeamRepository> TenantAsync(string name)
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, name, ("settings.yaml", SettingsText));
        (await team.KubectlAsync("create", "serviceaccount", "deployer")).MustSucceed();
        (await team.KubectlAsync("create", "rolebinding", "deployer", "--clusterrole=edit", $"--serviceaccount={name}:deployer")).MustSucceed();
        await team.SyncAsync(further: "serviceAccountName: deployer");
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        return team;
    }
}
