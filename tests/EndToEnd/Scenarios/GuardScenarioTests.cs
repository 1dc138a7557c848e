using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>
/// What the guard must deny, each with its neighbour: the nearest legitimate write, which must pass. Run by the real
/// kubectl as <c>alice</c>, a developer with write rights, unless said otherwise.
/// </summary>
[Collection(ShopCollection.Name)]
public sealed class GuardScenarioTests(ShopFixture fixture)
{
    private const string Web = ScenarioShop.Web;
    private const string Scratch = ScenarioShop.Scratch;
    private const string Reconciler = "system:serviceaccount:gitopsguard-system:gitopsguard-reconciler";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(1)]
    public async Task Kubectl_apply_of_a_new_image_is_denied_with_an_address_and_a_command()
    {
        var manifest = (await _shop.Alice("get", Web, "-o", "yaml")).Output.Replace(ScenarioShop.WebImage, "example.com/other:2");

        var apply = await _shop.AliceWithInput(manifest, "apply", "-f", "-");

        Assert.Equal(1, apply.ExitCode);
        apply.MustBeDenied("is managed by Git, so this change was denied.");
        Assert.Contains($"{ScenarioShop.WebImage} -> example.com/other:2", apply.Error);
        Assert.Matches(@"declared\s+\S+\.yaml:\d+\s+\S+@[0-9a-f]{7}\s+\(GitSync \S+/\S+\)", apply.Error);
        Assert.Matches(@"kubectl gitops propose chg-[0-9a-z]+\s*$", apply.Error);
    }

    [Fact, Scenario(1)]
    public async Task Kubectl_apply_of_an_object_that_Git_does_not_declare_is_allowed()
    {
        var manifest = (await _shop.Alice("create", "configmap", "note", "--from-literal=a=b", "--dry-run=client", "-o", "yaml")).Output;

        (await _shop.AliceWithInput(manifest, "apply", "-f", "-")).MustBeAllowed();
        (await _shop.AliceWithInput(manifest.Replace("a: b", "a: c"), "apply", "-f", "-")).MustBeAllowed();
    }

    [Fact, Scenario(2)]
    public async Task A_server_side_apply_of_a_declared_field_conflicts_before_the_guard_is_asked()
    {
        var apply = await _shop.AliceWithInput(ReplicasOnly(9), "apply", "--server-side", "-f", "-");

        Assert.Equal(1, apply.ExitCode);
        Assert.Contains("conflict with \"gitopsguard\"", apply.Error);
        Assert.DoesNotContain("managed by Git", apply.Error);
        Observed.Saw("a conflict, before the guard is asked");
    }

    [Fact, Scenario(2)]
    public async Task A_forced_server_side_apply_of_a_declared_field_is_denied()
    {
        var apply = await _shop.AliceWithInput(ReplicasOnly(9), "apply", "--server-side", "--force-conflicts", "-f", "-");

        apply.MustBeDenied("spec.replicas");
    }

    [Fact, Scenario(2)]
    public async Task A_server_side_apply_of_an_undeclared_annotation_is_allowed()
    {
        const string Manifest = """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"web","namespace":"shop","annotations":{"example.com/applied":"yes"}}}
            """;

        (await _shop.AliceWithInput(Manifest, "apply", "--server-side", "--field-manager=alice", "-f", "-")).MustBeAllowed();
    }

    [Theory, Scenario(5)]
    [InlineData("json", """[{"op":"replace","path":"/spec/replicas","value":7}]""")]
    [InlineData("merge", """{"spec":{"replicas":7}}""")]
    [InlineData("strategic", """{"spec":{"replicas":7}}""")]
    public async Task Kubectl_patch_is_denied_in_all_three_forms(string type, string patch)
    {
        var result = await _shop.Alice("patch", Web, $"--type={type}", "-p", patch);

        result.MustBeDenied("spec.replicas");
    }

    [Theory, Scenario(5)]
    [InlineData("json", """[{"op":"replace","path":"/spec/replicas","value":3}]""")]
    [InlineData("merge", """{"spec":{"replicas":3}}""")]
    [InlineData("strategic", """{"spec":{"replicas":3}}""")]
    public async Task Kubectl_patch_of_an_undeclared_object_is_allowed(string type, string patch)
    {
        await _shop.HaveScratch();

        (await _shop.Alice("patch", Scratch, $"--type={type}", "-p", patch)).MustBeAllowed();
    }

    [Fact, Scenario(9)]
    public async Task Kubectl_scale_is_denied_although_a_scale_carries_no_marker()
    {
        var result = await _shop.Alice("scale", Web, "--replicas=7");

        result.MustBeDenied("spec.replicas");
        Assert.Matches(@"declared\s+\S+\.yaml:\d+", result.Error);
    }

    [Fact, Scenario(9)]
    public async Task Kubectl_scale_of_an_undeclared_deployment_is_allowed()
    {
        await _shop.HaveScratch();

        (await _shop.Alice("scale", Scratch, "--replicas=2")).MustBeAllowed();
    }

    [Fact, Scenario(15)]
    public async Task An_annotation_that_Git_does_not_declare_may_be_set()
    {
        (await _shop.Alice("annotate", Web, "example.com/note=hello", "--overwrite")).MustBeAllowed();
    }

    [Fact, Scenario(16)]
    public async Task A_declared_annotation_may_be_neither_changed_nor_removed()
    {
        (await _shop.Alice("annotate", "ingress/shop", "example.org/owner=mine", "--overwrite")).MustBeDenied("example.org/owner");
        (await _shop.Alice("annotate", "ingress/shop", "example.org/owner-")).MustBeDenied("example.org/owner");
    }

    [Fact, Scenario(16)]
    public async Task A_declared_annotation_may_be_written_with_its_declared_value()
    {
        var owner = (await _shop.Alice("get", "ingress/shop", "-o", @"jsonpath={.metadata.annotations.example\.org/owner}")).MustSucceed().Output;

        (await _shop.Alice("annotate", "ingress/shop", $"example.org/owner={owner}", "--overwrite")).MustBeAllowed();
    }

    [Fact, Scenario(23)]
    public async Task A_dry_run_warns_and_records_nothing()
    {
        var before = await _shop.ChangeRequests();

        var result = await _shop.Alice("scale", Web, "--replicas=41", "--dry-run=server");

        result.MustBeWarned("without the dry run this would be denied");
        Assert.Equal(before, await _shop.ChangeRequests());
    }

    [Fact, Scenario(23)]
    public async Task Kubectl_diff_shows_the_difference()
    {
        var manifest = (await _shop.Alice("get", Web, "-o", "yaml")).Output.Replace(ScenarioShop.WebImage, "example.com/other:3");

        var diff = await _shop.AliceWithInput(manifest, "diff", "-f", "-");

        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("+", diff.Output);
        Assert.Contains("example.com/other:3", diff.Output);
        Observed.Saw("allowed with a warning");
    }

    [Fact, Scenario(32)]
    public async Task The_reconciler_itself_may_write_what_Git_says()
    {
        await _shop.Admin("annotate", "gitsync", ScenarioShop.Sync, "-n", ScenarioShop.SyncNamespace, $"gitopsguard.dev/reconcile={Guid.NewGuid()}", "--overwrite");

        (await _shop.Admin("wait", $"gitsync/{ScenarioShop.Sync}", "-n", ScenarioShop.SyncNamespace, "--for=condition=Ready", "--timeout=30s")).MustBeAllowed();
    }

    [Fact, Scenario(33)]
    public async Task Impersonating_the_reconciler_is_denied()
    {
        var result = await _shop.Admin(
            "scale", Web, "-n", ScenarioShop.Namespace, "--replicas=7",
            $"--as={Reconciler}");

        result.MustBeDenied("spec.replicas");
    }

    [Fact, Scenario(33)]
    public async Task Impersonation_that_changes_nothing_managed_is_allowed()
    {
        await _shop.HaveScratch();

        (await _shop.Admin(
            "scale", Scratch, "-n", ScenarioShop.Namespace, "--replicas=2",
            $"--as={Reconciler}")).MustBeAllowed();
    }

    [Fact, Scenario(45)]
    public async Task An_account_of_the_same_name_in_another_namespace_is_denied()
    {
        var token = await _shop.TokenOfLookalike("gg-evil", "gitopsguard-reconciler");

        (await _shop.WithToken(token, "scale", Web, "-n", ScenarioShop.Namespace, "--replicas=7")).MustBeDenied("spec.replicas");
    }

    [Fact, Scenario(45)]
    public async Task An_account_whose_name_only_begins_alike_is_denied()
    {
        var token = await _shop.TokenOfLookalike("gitopsguard-system", "gitopsguard-reconciler2");

        (await _shop.WithToken(token, "scale", Web, "-n", ScenarioShop.Namespace, "--replicas=7")).MustBeDenied("spec.replicas");
    }

    [Fact, Scenario(45)]
    public async Task Such_an_account_may_change_what_Git_does_not_declare()
    {
        await _shop.HaveScratch();
        var token = await _shop.TokenOfLookalike("gg-evil", "gitopsguard-reconciler");

        (await _shop.WithToken(token, "scale", Scratch, "-n", ScenarioShop.Namespace, "--replicas=2")).MustBeAllowed();
    }

    [Fact, Scenario(67)]
    public async Task Kubectl_delete_of_a_managed_deployment_is_denied()
    {
        var result = await _shop.Alice("delete", Web, "--wait=false");

        result.MustBeDenied("Deployment");
        (await _shop.Alice("get", Web)).MustSucceed();
    }

    [Fact, Scenario(67)]
    public async Task Deleting_an_undeclared_deployment_is_allowed()
    {
        (await _shop.Alice("create", "deployment", "passing", "--image=example.com/passing:1")).MustBeAllowed();

        (await _shop.Alice("delete", "deployment/passing")).MustBeAllowed();
    }

    [Fact, Scenario(83)]
    public async Task Removing_the_marker_is_denied()
    {
        (await _shop.Alice("label", Web, "gitopsguard.dev/sync-")).MustBeDenied("gitopsguard.dev/sync");
        (await _shop.Alice("annotate", Web, "gitopsguard.dev/id-")).MustBeDenied("gitopsguard.dev/id");
    }

    [Fact, Scenario(83)]
    public async Task A_label_that_Git_does_not_declare_may_come_and_go()
    {
        (await _shop.Alice("label", Web, "example.com/team=a", "--overwrite")).MustBeAllowed();
        (await _shop.Alice("label", Web, "example.com/team-")).MustBeAllowed();
    }

    [Fact, Scenario(84)]
    public async Task Emptying_managedFields_is_denied()
    {
        var result = await _shop.Alice("patch", Web, "--type=merge", "-p", """{"metadata":{"managedFields":[{}]}}""");

        result.MustBeDenied("managedFields");
    }

    [Fact, Scenario(84)]
    public async Task Emptying_managedFields_of_an_undeclared_object_is_allowed()
    {
        await _shop.HaveScratch();

        (await _shop.Alice("patch", Scratch, "--type=merge", "-p", """{"metadata":{"managedFields":[{}]}}""")).MustBeAllowed();
    }

    [Fact, Scenario(85)]
    public async Task Writing_under_the_reconcilers_field_manager_is_denied()
    {
        var result = await _shop.Alice("annotate", Web, "example.com/borrowed=yes", "--field-manager=gitopsguard", "--overwrite");

        result.MustBeDenied("gitopsguard");
    }

    [Fact, Scenario(85)]
    public async Task Any_other_field_manager_may_set_an_undeclared_annotation()
    {
        (await _shop.Alice("annotate", Web, "example.com/own=yes", "--field-manager=mine", "--overwrite")).MustBeAllowed();
    }

    private static string ReplicasOnly(int replicas) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {replicas: {{replicas}} }
        """;
}
