using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What holds while no guard answers, what the guard does about its own registration, and how it goes. A playground of its own.</summary>
public sealed class GuardDownScenarioTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Guard = "gitopsguard-system";
    private const string Web = ScenarioShop.Web;
    private const string Deployment = "deployment/gitopsguard-webhook";
    private const string Component = "app.kubernetes.io/component=webhook";
    private const string Configuration = "validatingwebhookconfiguration/gitopsguard";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Scenario(95)]
    public Task A_managed_object_is_not_changed_while_the_guard_is_down() => DownAsync(async () =>
    {
        var scale = await _shop.Alice("scale", Web, "--replicas=9");

        Assert.False(scale.Succeeded, scale.Text);
        Assert.Contains("failed calling webhook", scale.Error, StringComparison.Ordinal);
        Observed.Saw("refused, since the guard does not answer");
    });

    [Fact, Scenario(95)]
    public Task All_else_goes_on_while_the_guard_is_down() => DownAsync(async () =>
    {
        await _shop.HaveScratch();
        (await _shop.Alice("set", "env", ScenarioShop.Scratch, "A=b", "--overwrite")).MustBeAllowed();
        (await _shop.Admin("create", "configmap", $"c-{Guid.NewGuid():N}", "-n", Guard)).MustBeAllowed();
        (await _shop.Admin("create", "configmap", $"c-{Guid.NewGuid():N}", "-n", "kube-system")).MustBeAllowed();
        (await _shop.Admin("annotate", "node/playground", "example.com/seen=yes", "--overwrite")).MustBeAllowed();
        (await _shop.Admin("patch", "lease/playground", "-n", "kube-node-lease", "--type=merge", "-p", """{"spec":{"leaseDurationSeconds":42}}""")).MustBeAllowed();
    });

    [Fact, Scenario(66)]
    public Task Reviews_of_rights_and_identities_never_wait_for_the_guard() => DownAsync(async () =>
    {
        (await _shop.Admin("auth", "can-i", "create", "pods")).MustBeAllowed();
        (await _shop.Admin("auth", "whoami")).MustBeAllowed();
        var review = await _shop.FileOf("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"none"}}""");
        (await _shop.Admin("create", "-f", review)).MustBeAllowed();
    });

    [Fact, Scenario(94)]
    public Task The_guards_namespace_is_held_while_every_guard_is_down() => DownAsync(async () =>
    {
        (await _shop.Alice("create", "configmap", "anything", "-n", Guard)).MustBeDenied("gitopsguard-namespace");
        (await _shop.Alice("scale", Deployment, "--replicas=0", "-n", Guard)).MustBeDenied("gitopsguard-namespace");
    });

    [Fact, Scenario(96)]
    public async Task A_pod_of_the_guard_comes_up_while_every_guard_is_down()
    {
        await EndAllAsync();

        (await _shop.Admin("scale", Deployment, "--replicas=1", "-n", Guard)).MustBeAllowed();
        (await _shop.Admin("rollout", "status", Deployment, "-n", Guard, "--timeout=120s")).MustBeAllowed();
        (await ScenarioShop.Until(() => _shop.Alice("scale", Web, "--replicas=9"), result => result.Error.Contains("managed by Git", StringComparison.Ordinal)))
            .MustBeDenied("spec.replicas");
    }

    [Fact, Scenario(104)]
    public async Task A_guard_whose_caches_have_not_synced_is_not_ready()
    {
        const string Role = "clusterrole/gitopsguard-webhook";
        const string Failed = "Watching syncinventories failed";
        var rights = (await _shop.Admin("get", Role, "-o", "json")).MustSucceed().Output;
        await EndAllAsync();
        (await _shop.Admin("replace", "-f", await _shop.FileOf(rights.Replace("\"syncinventories\"", "\"none\"", StringComparison.Ordinal)))).MustSucceed();
        await ScenarioShop.Until(
            () => _shop.Admin("auth", "can-i", "list", "syncinventories.gitopsguard.dev", "-A", "--as=system:serviceaccount:gitopsguard-system:gitopsguard-webhook"),
            found => found.Output.StartsWith("no", StringComparison.Ordinal));
        var failures = fixture.Shop.GuardLog().Split(Failed).Length;

        (await _shop.Admin("scale", Deployment, "--replicas=1", "-n", Guard)).MustSucceed();
        await ScenarioShop.Until(
            () => _shop.Admin("get", "pods", "-n", Guard, "-l", Component, "-o", "jsonpath={.items[*].status.conditions[?(@.type==\"Ready\")].status}"),
            found => fixture.Shop.GuardLog().Split(Failed).Length > failures + 2 && found.Output == "False",
            fixture.Shop.Logs);
        Assert.Contains("failed calling webhook", (await _shop.Alice("scale", Web, "--replicas=9")).Error, StringComparison.Ordinal);
        Observed.Saw("not ready");

        (await _shop.Admin("patch", Role, "--type=merge", "-p", $$"""{"rules":{{JsonNode.Parse(rights)!["rules"]!.ToJsonString()}}}""")).MustSucceed();
        (await _shop.Admin("rollout", "status", Deployment, "-n", Guard, "--timeout=120s")).MustBeAllowed();
        await ScenarioShop.Until(() => _shop.Alice("scale", Web, "--replicas=9"), result => result.Error.Contains("managed by Git", StringComparison.Ordinal), fixture.Shop.Logs);
    }

    [Fact, Scenario(100)]
    public async Task What_passed_while_the_guard_was_down_and_failed_open_is_told_with_its_fields_and_who_wrote_them()
    {
        var team = await TeamRepository.CreateAsync(
            fixture.Shop, "slipped", ("settings.yaml", Workload.ConfigMap("settings")), ("gone.yaml", Workload.ConfigMap("gone")), ("worker.yaml", Workload.Deployment("worker")));
        await team.SyncAsync(further: "drift: Report");
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        await SetModeAsync("Warn", "Ignore");
        try
        {
            await DownAsync(async () =>
            {
                (await _shop.Alice("patch", "configmap/settings", "-n", team.Name, "--type=merge", "-p", """{"data":{"colour":"red"}}""")).MustBeAllowed();
                (await _shop.Alice("scale", "deployment/worker", "-n", team.Name, "--replicas=3")).MustBeAllowed();
                (await _shop.Alice("delete", "configmap/gone", "-n", team.Name)).MustBeAllowed();
            });
        }
        finally
        {
            await SetModeAsync("Enforce", "Fail");
        }

        await team.ToldAsync(
            "Drifted",
            "ConfigMap slipped/settings: data.colour \"green\" -> \"red\" (by kubectl-patch, 20",
            "Deployment slipped/worker: spec.replicas 1 -> 3 (by kubectl",
            "ConfigMap slipped/gone was deleted");
        Observed.Saw("told by the condition Drifted");
    }

    [Fact, Scenario(128)]
    public Task Endpoints_of_a_managed_Service_follow_its_pods_while_the_guard_is_down() => DownAsync(async () =>
    {
        var pod = (await _shop.Pods("shop", "web"))[0];
        var uid = (await _shop.Alice("get", pod, "-o", "jsonpath={.metadata.uid}")).MustSucceed().Output;
        (await _shop.Alice("delete", pod, "--wait=false")).MustBeAllowed();

        await ScenarioShop.Until(
            () => _shop.Alice("get", "endpointslices", "-l", "kubernetes.io/service-name=web", "-o", "jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].targetRef.uid}"),
            found => !found.Output.Contains(uid, StringComparison.Ordinal) && found.Output.Split(' ').Length == 3, fixture.Shop.Logs);
    });

    [Fact, Scenario(95)]
    public async Task On_an_install_that_only_audits_everything_passes_while_every_guard_is_down()
    {
        await SetModeAsync("Audit", "Ignore");
        try
        {
            await DownAsync(async () =>
            {
                (await _shop.Alice("annotate", "ingress/shop", "example.org/owner=me", "--overwrite")).MustBeAllowed();
                (await _shop.Alice("scale", Web, "--replicas=4")).MustBeAllowed();
                (await _shop.Alice("delete", "configmap/database-settings")).MustBeAllowed();
                (await _shop.Alice("label", "service/api", "gitopsguard.dev/sync-")).MustBeAllowed();
            });
        }
        finally
        {
            await SetModeAsync("Enforce", "Fail");
        }
    }

    [Theory, Scenario(93)]
    [InlineData("""[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}]""")]
    [InlineData("""[{"op":"replace","path":"/webhooks/0/objectSelector","value":{"matchLabels":{"none":"none"}}}]""")]
    [InlineData("""[{"op":"remove","path":"/webhooks/0/clientConfig/caBundle"}]""")]
    [InlineData("""[{"op":"remove","path":"/webhooks/0"}]""")]
    public async Task A_weakened_registration_is_restored_and_who_did_it_named(string patch)
    {
        var right = await WebhooksAsync();

        (await _shop.Admin("patch", Configuration, "--type=json", "-p", patch, "--field-manager=mallory")).MustSucceed();

        await ScenarioShop.Until(() => _shop.Admin("get", Configuration, "-o", "jsonpath={.webhooks}"), found => found.Output == right);
        await ScenarioShop.Until(
            () => _shop.Admin("get", "events", "-n", "default", "-o", "jsonpath={.items[?(@.reason==\"RegistrationRestored\")].message}"),
            found => found.Output.Contains("gitopsguard was changed by mallory at 20", StringComparison.Ordinal));
        Assert.Contains("was changed by mallory at 20", fixture.Shop.GuardLog(), StringComparison.Ordinal);
        Observed.Saw("cannot be intercepted: restored, with an event");
    }

    [Fact, Scenario(93)]
    public async Task A_deleted_registration_is_written_again()
    {
        var right = await WebhooksAsync();

        (await _shop.Admin("delete", Configuration)).MustSucceed();

        await ScenarioShop.Until(() => _shop.Admin("get", Configuration, "-o", "jsonpath={.webhooks}"), found => found.Output == right);
        Observed.Saw("cannot be intercepted: restored, with an event");
    }

    [Fact, Scenario(109)]
    public async Task A_kind_that_Git_declares_for_the_first_time_is_covered_from_its_first_object_on()
    {
        var before = await WebhooksAsync();
        Assert.DoesNotContain("\"limitranges\"", before, StringComparison.Ordinal);
        var repository = await TeamRepository.CreateAsync(
            fixture.Shop, "new-kind", ("limits.yaml", "apiVersion: v1\nkind: LimitRange\nmetadata: {name: limits}\nspec: {limits: [{type: Container, max: {cpu: \"2\"}}]}"));
        await repository.SyncAsync();
        await repository.WaitAsync("limitrange/limits", _ => true);

        await ScenarioShop.Until(() => _shop.Admin("get", Configuration, "-o", "jsonpath={.webhooks}"), found => found.Output.Contains("\"limitranges\"", StringComparison.Ordinal));
        (await repository.KubectlAsync("delete", "limitrange/limits")).MustBeDenied("so this deletion was denied");
    }

    [Fact, Scenario(109)]
    public async Task An_object_of_a_covered_kind_that_Git_does_not_declare_is_free()
    {
        (await _shop.Alice("create", "configmap", "free")).MustSucceed();

        (await _shop.Alice("delete", "configmap", "free")).MustBeAllowed();
    }

    /// <summary>Runs while no guard answers; the guard is back and asked again afterwards.</summary>
    private async Task DownAsync(Func<Task> act)
    {
        await fixture.Shop.Playground.Nodes.WhileDownAsync("gitopsguard-webhook", act, Ct);
        await ScenarioShop.Until(
            () => _shop.Alice("annotate", Web, "example.com/back=yes", "--overwrite"), result => result.Succeeded, fixture.Shop.Logs);
    }

    private async Task EndAllAsync()
    {
        (await _shop.Admin("scale", Deployment, "--replicas=0", "-n", Guard)).MustSucceed();
        await ScenarioShop.Until(() => _shop.Admin("get", "pods", "-n", Guard, "-l", Component, "-o", "name"), found => found is { Succeeded: true, Output: "" });
    }

    private async Task<string> WebhooksAsync() => (await _shop.Admin("get", Configuration, "-o", "jsonpath={.webhooks}")).MustSucceed().Output;

    private async Task SetModeAsync(string mode, string whenDown)
    {
        (await _shop.Admin("patch", "guardpolicy/default", "--type=merge", "-p", $$$"""{"spec":{"mode":"{{{mode}}}"} }""")).MustSucceed();
        await ScenarioShop.Until(() => _shop.Admin("get", Configuration, "-o", "jsonpath={.webhooks[0].failurePolicy}"), found => found.Output == whenDown);
    }
}
