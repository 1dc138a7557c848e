using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What would loosen the lock without touching a declared field: keys that engines act on, exempting labels, rights.</summary>
[Collection(ShopCollection.Name)]
public sealed class LoosenedLockScenarioTests(ShopFixture fixture)
{
    private const string Web = ScenarioShop.Web;
    private const string Exempt = "example.com/exempt";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Theory, Scenario(86)]
    [InlineData("kustomize.toolkit.fluxcd.io/reconcile", "disabled")]
    [InlineData("kustomize.toolkit.fluxcd.io/ssa", "Ignore")]
    [InlineData("kustomize.toolkit.fluxcd.io/prune", "disabled")]
    [InlineData("argocd.argoproj.io/compare-options", "IgnoreExtraneous")]
    [InlineData("argocd.argoproj.io/sync-options", "Prune=false")]
    public async Task An_annotation_that_some_engine_acts_on_is_denied(string key, string value)
    {
        (await _shop.Alice("annotate", Web, $"{key}={value}")).MustBeDenied(key);
        (await _shop.Alice("label", Web, $"{key}={value.Replace('=', '-')}")).MustBeDenied(key);
    }

    [Fact, Scenario(86)]
    public async Task An_annotation_that_only_looks_alike_is_allowed() =>
        (await _shop.Alice("annotate", Web, "example.com/kustomize.toolkit.fluxcd.io=disabled", "--overwrite")).MustBeAllowed();

    [Theory, Scenario(89)]
    [InlineData(null)]
    [InlineData("status")]
    public async Task A_label_that_takes_a_namespace_out_of_a_policy_is_denied(string? subresource)
    {
        var ns = $"exempting{subresource}";
        await using var policy = await CoveredAsync(ns, "DoesNotExist");

        var label = subresource is null ? await LabelAsync(ns, Exempt) : await LabelAsync(ns, Exempt, $"--subresource={subresource}");

        label.MustBeDenied($"Namespace {ns} would get out of GuardPolicy {ns}");
    }

    [Fact, Scenario(89)]
    public async Task A_label_that_takes_a_namespace_into_a_policy_is_denied()
    {
        await using var policy = await CoveredAsync("joining", "Exists");

        (await LabelAsync("joining", Exempt)).MustBeDenied("Namespace joining would come under GuardPolicy joining");
    }

    [Fact, Scenario(89)]
    public async Task A_label_that_no_policy_looks_at_may_be_set_on_a_namespace()
    {
        await using var policy = await CoveredAsync("labelled", "DoesNotExist");

        (await LabelAsync("labelled", "example.com/team")).MustBeAllowed();
    }

    [Fact, Scenario(92)]
    public async Task A_RoleBinding_that_gives_power_over_accounts_is_denied_in_a_sealed_namespace()
    {
        (await _shop.Admin("create", "namespace", "sealed-powers")).MustSucceed();
        var roles = await PowersAsync();
        await using var policy = await ScenarioPolicy.StartAsync(
            _shop, "sealed-powers", "{scope: Sealed, namespaces: [sealed-powers], trusted: [{user: rescuer}]}", () => BindAsync("sealed-powers", roles[0], "--dry-run=server"));

        foreach (var role in roles)
            (await BindAsync("sealed-powers", role)).MustBeDenied("RoleBinding sealed-powers/power lies where everything is sealed, so creating it by hand was denied.");
    }

    [Fact, Scenario(92)]
    public async Task Such_a_RoleBinding_is_a_matter_of_rights_alone_in_any_other_namespace()
    {
        (await _shop.Admin("create", "namespace", "workshop")).MustSucceed();
        foreach (var role in await PowersAsync())
        {
            (await BindAsync("workshop", role)).MustBeAllowed();
            (await _shop.Admin("delete", "rolebinding", "power", "-n", "workshop")).MustBeAllowed();
        }
    }

    private Task<CommandResult> BindAsync(string ns, string role, params string[] more) =>
        _shop.Admin(["create", "rolebinding", "power", "-n", ns, $"--clusterrole={role}", "--user=bob", .. more]);

    /// <summary>Roles that let somebody act as an account, grant what they lack, or take a token.</summary>
    private async Task<string[]> PowersAsync()
    {
        await _shop.Have("clusterrole", "impersonator", "--verb=impersonate", "--resource=serviceaccounts");
        await _shop.Have("clusterrole", "escalator", "--verb=escalate,bind", "--resource=roles.rbac.authorization.k8s.io");
        await _shop.Have("clusterrole", "minter", "--verb=create", "--resource=serviceaccounts/token");
        return ["edit", "impersonator", "escalator", "minter"];
    }

    /// <summary>Labels a namespace as somebody who may, but is no installer.</summary>
    private async Task<CommandResult> LabelAsync(string ns, string label, params string[] more)
    {
        var token = await _shop.TokenOfLookalike("side-doors", "labeller");
        return await _shop.WithToken(token, ["patch", "namespace", ns, "--type=merge", "-p", $$$"""{"metadata":{"labels":{"{{{label}}}":"yes"} } }""", .. more]);
    }

    /// <summary>A namespace with a policy that covers it as long as <see cref="Exempt"/> is there, or is not.</summary>
    private async Task<ScenarioPolicy> CoveredAsync(string ns, string op)
    {
        (await _shop.Admin("create", "namespace", ns)).MustSucceed();
        return await ScenarioPolicy.StartAsync(
            _shop,
            ns,
            $"{{namespaceSelector: {{matchExpressions: [{{key: kubernetes.io/metadata.name, operator: In, values: [{ns}]}}, {{key: {Exempt}, operator: {op}}}]}}}}",
            () => LabelAsync(ns, Exempt, "--dry-run=server"));
    }
}
