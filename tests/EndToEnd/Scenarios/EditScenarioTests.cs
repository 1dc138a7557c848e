using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What people type at a managed Deployment, and when no closed field moves.</summary>
[Collection(ShopCollection.Name)]
public sealed class EditScenarioTests(ShopFixture fixture)
{
    private const string Web = ScenarioShop.Web;
    private const string Scratch = ScenarioShop.Scratch;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(4)]
    public async Task Kubectl_edit_that_changes_nothing_sends_nothing()
    {
        var edit = await _shop.Edit(Web, "true");

        Assert.Contains("no changes made", edit.MustSucceed().Text, StringComparison.Ordinal);
        Observed.Saw("no request");
    }

    [Fact, Scenario(4)]
    public async Task Kubectl_edit_of_a_closed_field_is_denied() =>
        (await _shop.Edit(Web, "sed -i s/1.8.2/1.8.3/")).MustBeDenied("1.8.2 -> registry.example/shop/web:1.8.3");

    [Fact, Scenario(4)]
    public async Task Kubectl_edit_of_an_undeclared_deployment_passes()
    {
        await _shop.HaveScratch();

        (await _shop.Edit(Scratch, "sed -i s/terminationGracePeriodSeconds:.*/terminationGracePeriodSeconds:\\ 31/")).MustBeAllowed();
    }

    [Theory, Scenario(8)]
    [InlineData("image", "*=registry.example/other:1", "image")]
    [InlineData("env", "MODE=debug", "env")]
    [InlineData("resources", "--limits=memory=1Gi", " -> 1Gi")]
    public async Task Kubectl_set_is_denied(string what, string value, string field) =>
        (await _shop.Alice("set", what, Web, value)).MustBeDenied(field);

    [Theory, Scenario(8)]
    [InlineData("image", "*=registry.example/other:1")]
    [InlineData("env", "MODE=debug")]
    [InlineData("resources", "--limits=memory=1Gi")]
    public async Task Kubectl_set_on_an_undeclared_deployment_passes(string what, string value)
    {
        await _shop.HaveScratch();

        (await _shop.Alice("set", what, Scratch, value)).MustBeAllowed();
    }

    [Fact, Scenario(17)]
    public async Task A_sidecar_is_denied_although_Git_says_nothing_of_it() =>
        (await _shop.Alice("patch", Web, "-p", Containers("""{"name":"side","image":"registry.example/side:1"}"""))).MustBeDenied("containers");

    [Fact, Scenario(17)]
    public async Task A_sidecar_of_an_undeclared_deployment_passes()
    {
        await _shop.HaveScratch();

        (await _shop.Alice("patch", Scratch, "-p", Containers("""{"name":"side","image":"registry.example/side:1"}"""))).MustBeAllowed();
    }

    [Fact, Scenario(19)]
    public async Task The_same_quantity_in_another_spelling_passes() =>
        (await _shop.Alice("patch", Web, "-p", Containers("""{"name":"web","resources":{"limits":{"memory":"134217728"}}}"""))).MustBeAllowed();

    [Fact, Scenario(19)]
    public async Task Another_quantity_is_denied() =>
        (await _shop.Alice("patch", Web, "-p", Containers("""{"name":"web","resources":{"limits":{"memory":"134217729"}}}"""))).MustBeDenied("memory");

    [Fact, Scenario(21)]
    public async Task A_default_that_the_server_made_explicit_may_be_written() =>
        (await _shop.Alice("patch", Web, "-p", Containers("""{"name":"web","imagePullPolicy":"IfNotPresent"}"""))).MustBeAllowed();

    [Fact, Scenario(21)]
    public async Task Another_value_than_the_default_is_denied() =>
        (await _shop.Alice("patch", Web, "-p", Containers("""{"name":"web","imagePullPolicy":"Always"}"""))).MustBeDenied("imagePullPolicy");

    [Fact, Scenario(24)]
    public async Task A_dry_run_of_the_client_sends_no_write()
    {
        var result = await _shop.Alice("scale", Web, "--replicas=43", "--dry-run=client");

        Assert.Contains("(dry run)", result.MustSucceed().Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Observed.Saw("no request");
    }

    [Fact, Scenario(26)]
    public async Task The_same_change_sent_many_times_at_once_is_denied_each_time_and_recorded_once()
    {
        var denials = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _shop.Alice("scale", Web, "--replicas=26")));

        Assert.All(denials, denial => denial.MustBeDenied("spec.replicas  3 -> 26"));
        var id = Assert.Single(denials.Select(denial => denial.Error[denial.Error.IndexOf("chg-", StringComparison.Ordinal)..].Trim()).Distinct());
        await ScenarioShop.Until(
            () => _shop.Admin("get", "changerequests", "-A", "-o", "name"), found => found.Output.Split(id).Length == 2);
    }

    [Fact, Scenario(26)]
    public async Task Writes_that_conflict_and_are_tried_again_pass()
    {
        var writes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _shop.Alice("annotate", Web, $"example.com/at-once-{i}=x", "--overwrite")));

        Assert.All(writes, write => write.MustBeAllowed());
    }

    [Fact, Scenario(30)]
    public async Task An_object_with_the_markers_of_another_is_created_with_a_warning()
    {
        var id = (await _shop.Alice("get", "configmap/shop-config", "-o", @"jsonpath={.metadata.annotations.gitopsguard\.dev/id}")).MustSucceed().Output;

        (await _shop.AliceWithInput(Marked("copy", id), "create", "-f", "-")).MustBeWarned("names another object");
        (await _shop.Alice("delete", "configmap/copy")).MustSucceed();
    }

    [Fact, Scenario(30)]
    public async Task An_object_with_markers_of_its_own_is_not_created_by_hand()
    {
        var id = (await _shop.Alice("get", "configmap/shop-config", "-o", @"jsonpath={.metadata.annotations.gitopsguard\.dev/id}")).MustSucceed().Output;

        (await _shop.AliceWithInput(Marked("forged", id.Replace("shop-config", "forged")), "create", "-f", "-")).MustBeDenied("carries markers of GitSync");
    }

    private static string Containers(string container) => $$$"""{"spec":{"template":{"spec":{"containers":[{{{container}}}] } } } }""";

    private static string Marked(string name, string id) => $$$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","labels":{"gitopsguard.dev/sync":"team-shop.shop"},"annotations":{"gitopsguard.dev/id":"{{{id}}}"} } }
        """;
}
