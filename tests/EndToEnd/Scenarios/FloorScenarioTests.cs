using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The floor under the guard: what the API server itself denies, whether or not a guard is there to ask.</summary>
[Collection(ShopCollection.Name)]
public sealed class FloorScenarioTests(ShopFixture fixture)
{
    private const string Guard = "gitopsguard-system";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Theory, Scenario(94)]
    [InlineData("scale deployment/gitopsguard-webhook --replicas=0")]
    [InlineData("delete service gitopsguard-webhook")]
    [InlineData("delete secret gitopsguard-webhook-tls")]
    [InlineData("delete pdb gitopsguard-webhook")]
    [InlineData("delete pods -l app.kubernetes.io/component=webhook --wait=false")]
    [InlineData("create configmap anything")]
    public async Task Nobody_but_an_installer_changes_the_guards_namespace(string command)
    {
        var result = await _shop.Alice([.. command.Split(' '), "-n", Guard]);

        Denied(result, "gitopsguard-namespace");
    }

    [Fact, Scenario(94)]
    public async Task The_guard_is_not_cut_off_by_a_network_policy() => Denied(
        await _shop.AliceWithInput(
            """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"cut"},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}""",
            "apply", "-n", Guard, "-f", "-"),
        "gitopsguard-namespace");

    [Theory, Scenario(94)]
    [InlineData("delete namespace gitopsguard-system --wait=false")]
    [InlineData("delete crd gitsyncs.gitopsguard.dev --wait=false")]
    [InlineData("delete clusterrole gitopsguard-webhook")]
    [InlineData("delete clusterrolebinding gitopsguard-reconciler")]
    public async Task What_the_guard_has_outside_of_its_namespace_stays_as_well(string command)
    {
        var token = await _shop.TokenOfLookalike("floor", "gitopsguard-reconciler");

        Denied(await _shop.WithToken(token, command.Split(' ')), "gitopsguard-cluster");
    }

    [Fact, Scenario(94)]
    public async Task An_impersonated_controller_is_not_one_of_the_clusters_components() => Denied(
        await _shop.Admin("annotate", "service/gitopsguard-webhook", "-n", Guard, "a=b", "--as=system:serviceaccount:kube-system:deployment-controller", "--as-group=system:masters"),
        "gitopsguard-namespace");

    [Fact, Scenario(94)]
    public async Task An_installer_may_change_the_guards_namespace()
    {
        (await _shop.Admin("create", "configmap", "by-an-installer", "-n", Guard)).MustBeAllowed();
        (await _shop.Admin("delete", "configmap", "by-an-installer", "-n", Guard)).MustBeAllowed();
    }

    [Fact, Scenario(94)]
    public async Task A_namespace_of_another_name_is_not_held() =>
        (await _shop.Alice("create", "configmap", "floor-neighbour")).MustBeAllowed();

    private static void Denied(CommandResult result, string what) => result.MustBeDenied(what);
}
