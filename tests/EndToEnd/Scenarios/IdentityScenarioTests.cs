using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Other people's names and tokens, and the cluster's own components, each proven and held to its job.</summary>
[Collection(ShopCollection.Name)]
public sealed class IdentityScenarioTests(ShopFixture fixture)
{
    private const string Guard = "gitopsguard-system";
    private const string Account = "gitopsguard-reconciler";
    private const string Node = ScenarioShop.Kubelet;
    private const string Web = ScenarioShop.Web;
    private const string Shop = ScenarioShop.Namespace;

    private static readonly string[] Nodes = [ScenarioShop.Nodes];

    private readonly ScenarioShop _shop = new(fixture.Shop);

    private ReconcilerPods Pods => new(_shop);

    [Fact, Scenario(38)]
    public async Task A_token_for_the_reconcilers_account_is_denied() =>
        (await _shop.Alice("create", "token", Account, "-n", Guard)).MustBeDenied("GitOpsGuard");

    [Fact, Scenario(38)]
    public async Task A_token_for_the_reconcilers_account_is_denied_to_an_installer_as_well() =>
        (await _shop.Admin("create", "token", Account, "-n", Guard)).MustBeDenied("a token for it was denied");

    [Fact, Scenario(38)]
    public async Task A_token_for_an_ordinary_account_may_be_asked_for() =>
        (await _shop.Alice("create", "token", "default")).MustBeAllowed();

    [Fact, Scenario(125)]
    public async Task A_token_for_the_reconcilers_account_is_denied_in_a_dry_run_too() =>
        (await TokenByDryRun(Guard, Account)).MustBeDenied("a token for it was denied");

    [Fact, Scenario(125)]
    public async Task A_token_for_an_ordinary_account_may_be_asked_for_in_a_dry_run() =>
        (await TokenByDryRun(Shop, "default")).MustBeAllowed();

    [Fact, Scenario(40)]
    public async Task The_kubelet_of_its_node_gets_a_token_for_the_reconcilers_pod() =>
        (await _shop.Certified(Node, Nodes, await Pods.BoundTokenAsync())).MustBeAllowed();

    [Fact, Scenario(40)]
    public async Task An_impersonated_kubelet_gets_no_token_for_the_reconcilers_pod() =>
        (await _shop.Admin([.. await Pods.BoundTokenAsync(), $"--as={Node}", "--as-group=system:nodes"])).MustBeDenied("GitOpsGuard");

    [Theory, Scenario(42)]
    [InlineData("exec {0} -- cat /var/run/secrets/kubernetes.io/serviceaccount/token")]
    [InlineData("attach {0}")]
    [InlineData("port-forward {0} :8443")]
    [InlineData("cp {0}:/var/run/secrets /tmp/never")]
    public async Task Nobody_gets_into_a_pod_of_the_reconciler_or_the_guard(string command)
    {
        foreach (var prefix in (string[])["gitopsguard-reconciler", "gitopsguard-webhook"])
        {
            var pod = (await _shop.Pods(Guard, prefix))[0]["pod/".Length..];

            var result = await _shop.Alice(["-n", Guard, .. command.Split(' ').Select(word => word.Replace("{0}", pod))]);

            result.MustBeDenied("GitOpsGuard lives in this namespace");
        }
    }

    [Fact, Scenario(42)]
    public async Task The_proxy_of_a_pod_of_the_reconciler_is_closed() => (await _shop.Alice(
        "get", "--raw", $"/api/v1/namespaces/{Guard}/{(await _shop.Pods(Guard, Account))[0].Replace("pod/", "pods/")}/proxy/")).MustBeDenied("GitOpsGuard lives in this namespace");

    [Fact, Scenario(42)]
    public async Task The_logs_of_the_reconciler_may_be_read()
    {
        var logs = await _shop.Alice("logs", (await _shop.Pods(Guard, Account))[0], "-n", Guard);

        Assert.DoesNotContain("denied the request", logs.Error, StringComparison.Ordinal);
        Observed.Saw("allowed");
    }

    [Fact, Scenario(43)]
    public async Task A_debug_container_in_a_pod_of_the_reconciler_is_denied() =>
        (await _shop.WithToken(await _shop.TokenOfLookalike("side-doors", Account), "debug", (await _shop.Pods(Guard, Account))[0], "-n", Guard, "--image=registry.example/debug:1"))
            .MustBeDenied("GitOpsGuard lives in this namespace");

    [Fact, Scenario(46)]
    public async Task A_client_certificate_in_the_reconcilers_name_is_not_the_reconciler() =>
        (await _shop.Certified($"system:serviceaccount:{Guard}:{Account}", [], "scale", Web, "-n", Shop, "--replicas=7")).MustBeDenied("spec.replicas");

    [Fact, Scenario(46)]
    public async Task A_client_certificate_of_any_name_may_change_what_Git_does_not_declare()
    {
        await _shop.HaveScratch();

        (await _shop.Certified($"system:serviceaccount:{Guard}:{Account}", [], "scale", ScenarioShop.Scratch, "-n", Shop, "--replicas=2")).MustBeAllowed();
    }

    [Fact, Scenario(49)]
    public async Task A_pod_that_the_guard_does_not_know_as_running_is_not_the_reconciler()
    {
        var token = await Pods.TokenAsync("ended", "Never", "Succeeded");

        var write = await _shop.WithToken(token, "annotate", Web, "-n", Shop, "example.com/by=ended", "--overwrite");

        write.MustBeDenied("its identity is not yet known");
    }

    [Fact, Scenario(49)]
    public async Task A_running_pod_of_the_reconciler_may_write_as_soon_as_it_has_its_token()
    {
        var token = await Pods.TokenAsync("young", "Always", "Running");

        (await _shop.WithToken(token, "annotate", Web, "-n", Shop, "example.com/by=young", "--overwrite")).MustBeAllowed();
    }

    [Fact, Scenario(50)]
    public async Task The_controller_manager_proven_by_certificate_does_its_own_work() =>
        (await ByControllerManager("annotate", Web, "deployment.kubernetes.io/revision=50", "--overwrite")).MustBeAllowed();

    [Fact, Scenario(50)]
    public async Task The_controller_manager_does_nobody_elses_work() =>
        (await ByControllerManager("set", "image", Web, "*=registry.example/other:1")).MustBeDenied("image");

    [Fact, Scenario(50)]
    public async Task An_impersonated_controller_manager_is_denied() => (await _shop.Admin(
        "annotate", Web, "-n", Shop, "deployment.kubernetes.io/revision=51", "--overwrite", "--as=system:kube-controller-manager", "--as-group=system:masters"))
        .MustBeDenied("deployment.kubernetes.io/revision");

    [Fact, Scenario(52)]
    public async Task An_edit_in_the_interface_of_another_engine_is_denied() =>
        (await _shop.WithToken(await _shop.TokenOfLookalike("argocd", "argocd-server"), "scale", Web, "-n", Shop, "--replicas=8")).MustBeDenied("spec.replicas");

    [Fact, Scenario(52)]
    public async Task An_edit_in_the_interface_of_another_engine_passes_where_Git_declares_nothing()
    {
        await _shop.HaveScratch();

        (await _shop.WithToken(await _shop.TokenOfLookalike("argocd", "argocd-server"), "scale", ScenarioShop.Scratch, "-n", Shop, "--replicas=2")).MustBeAllowed();
    }

    [Fact, Scenario(127)]
    public async Task An_impersonated_garbage_collector_deletes_nothing() => (await _shop.Admin(
        "delete", Web, "-n", Shop, "--wait=false", "--as=system:serviceaccount:kube-system:generic-garbage-collector", "--as-group=system:masters"))
        .MustBeDenied("so this deletion was denied");

    [Fact, Scenario(127)]
    public async Task Even_the_proven_garbage_collector_deletes_only_what_has_owners()
    {
        var token = await _shop.TokenOfController("generic-garbage-collector");

        (await _shop.WithToken(token, "delete", Web, "-n", Shop, "--wait=false")).MustBeDenied("so this deletion was denied");
    }

    private Task<CommandResult> ByControllerManager(params string[] words) => _shop.Certified("system:kube-controller-manager", ["system:masters"], ["-n", Shop, .. words]);

    private async Task<CommandResult> TokenByDryRun(string ns, string account)
    {
        var request = await _shop.FileOf("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        return await _shop.Admin("create", "--raw", $"/api/v1/namespaces/{ns}/serviceaccounts/{account}/token?dryRun=All", "-f", request);
    }
}
