using GitOpsGuard.Kubernetes;
using GitOpsGuard.Playground.Nodes;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What reaches a managed object, or the pods of one, through a subresource.</summary>
[Collection(ShopCollection.Name)]
public sealed class SubresourceScenarioTests(ShopFixture fixture)
{
    private const string Web = ScenarioShop.Web;
    private const string Shop = ScenarioShop.Namespace;
    private const string Condition = """
        {"status":{"conditions":[{"type":"example.com/Served","status":"True","reason":"Served","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
        """;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(12)]
    public async Task Kubectl_rollout_restart_is_allowed_and_kept_in_the_log()
    {
        (await _shop.Alice("rollout", "restart", Web)).MustBeAllowed();

        await Logged("Allowed a restart: Deployment shop/web by alice");
    }

    [Fact, Scenario(12)]
    public async Task Another_annotation_of_the_template_would_be_a_rollout_too_and_is_denied() => (await _shop.Alice(
        "patch", Web, "-p", """{"spec":{"template":{"metadata":{"annotations":{"example.com/restarted":"now"}}}}}""")).MustBeDenied("example.com/restarted");

    [Fact, Scenario(55)]
    public async Task The_status_of_a_managed_Service_is_not_written_by_people() =>
        (await Status(words => _shop.Admin(words))).MustBeDenied("The status of an object is its controller's to write.");

    [Fact, Scenario(55)]
    public async Task The_status_of_a_managed_Service_is_written_by_its_controller()
    {
        var token = await _shop.TokenOfController("service-controller");

        (await Status(words => _shop.WithToken(token, words))).MustBeAllowed();
        (await _shop.WithToken(token, "patch", "service/web", "-n", Shop, "--subresource=status", "--type=merge", "-p", """{"status":{"conditions":null}}""")).MustBeAllowed();
    }

    [Fact, Scenario(56)]
    public async Task A_kubelet_writes_the_status_of_its_node_and_of_the_pods_on_it_and_its_lease()
    {
        var pod = (await Pod("web"))["pod/".Length..];

        (await _shop.PatchByKubelet(NodeSimulator.NodeKind, null, NodeSimulator.NodeName, """{"status":{"daemonEndpoints":{"kubeletEndpoint":{"Port":10250}}}}""", "status"))
            .MustBeAllowed();
        (await _shop.PatchByKubelet(BuiltInResources.Pods, Shop, pod, """{"status":{"message":"seen by its kubelet"}}""", "status")).MustBeAllowed();
        (await _shop.PatchByKubelet(BuiltInResources.Leases, "kube-node-lease", NodeSimulator.NodeName, """{"spec":{"leaseDurationSeconds":41}}""")).MustBeAllowed();
    }

    [Fact, Scenario(58)]
    public async Task The_scheduler_binds_the_next_pod_of_a_managed_Deployment()
    {
        var pod = await Pod("web");
        string[] uids = ["get", "pods", "-l", "app=web", "-o", "jsonpath={.items[?(@.spec.nodeName)].metadata.uid}"];
        var before = (await _shop.Alice("get", pod, "-o", "jsonpath={.metadata.uid}")).MustSucceed().Output;
        (await _shop.Alice("delete", pod, "--wait=false")).MustSucceed();

        await ScenarioShop.Until(
            () => _shop.Alice(uids), found => !found.Output.Contains(before, StringComparison.Ordinal) && found.Output.Split(' ').Length >= 3, fixture.Shop.Logs);
        Observed.Saw("allowed");
    }

    [Fact, Scenario(60)]
    public async Task A_debug_container_in_a_pod_of_a_managed_workload_is_warned_about() =>
        (await Debug(await Pod("web"))).MustBeWarned("debug containers is discouraged here");

    [Fact, Scenario(60)]
    public async Task A_debug_container_in_another_pod_passes()
    {
        await _shop.HaveScratch();

        (await Debug(await Pod("scratch"))).MustBeAllowed();
    }

    [Fact, Scenario(61)]
    public async Task A_shell_in_a_pod_of_a_managed_workload_is_allowed_and_kept_in_the_log()
    {
        var pod = await Pod("web");

        MustPassAdmission(await _shop.Alice("exec", pod, "--", "true"));
        await Logged("Allowed a shell in a pod");
    }

    [Fact, Scenario(61)]
    public async Task A_shell_is_denied_where_a_policy_says_so()
    {
        var pod = await Pod("web");
        await using var strict = await OperationRule.SetAsync(_shop, "exec");

        (await strict.Until(() => _shop.Alice("exec", pod, "--", "true"), "forbids")).MustBeDenied("its policy forbids a shell in a pod");
    }

    [Theory, Scenario(64)]
    [InlineData("/api/v1/namespaces/shop/services/web/proxy/")]
    [InlineData("/api/v1/nodes/playground/proxy/pods")]
    public async Task The_proxy_of_a_managed_Service_or_of_a_node_is_allowed(string path) => MustPassAdmission(await _shop.Admin("get", "--raw", path));

    [Theory, Scenario(64)]
    [InlineData("/api/v1/namespaces/shop/services/web/proxy/")]
    [InlineData("/api/v1/nodes/playground/proxy/pods")]
    public async Task The_proxy_is_denied_where_a_policy_says_so(string path)
    {
        await using var strict = await OperationRule.SetAsync(_shop, "proxy");

        (await strict.Until(() => _shop.Admin("get", "--raw", path), "forbids")).MustBeDenied("its policy forbids the proxy");
    }

    [Fact, Scenario(78)]
    public async Task A_pod_of_a_managed_Deployment_may_be_deleted_and_deleted_again()
    {
        var pod = await Pod("web");

        (await _shop.Alice("delete", pod, "--wait=false")).MustBeAllowed();
        var again = await _shop.Alice("delete", pod, "--wait=false", "--ignore-not-found");
        again.MustBeAllowed();
    }

    [Fact, Scenario(77)]
    public async Task A_kubelet_lets_a_terminating_pod_of_a_managed_Deployment_go()
    {
        var pod = await Pod("web");
        string[] uid = ["get", pod, "--ignore-not-found", "-o", "jsonpath={.metadata.uid}"];
        var before = (await _shop.Alice(uid)).MustSucceed().Output;

        (await _shop.Alice("delete", pod, "--wait=false")).MustBeAllowed();
        await ScenarioShop.Until(() => _shop.Alice(uid), found => found.Succeeded && found.Output != before, fixture.Shop.Logs);
    }

    [Fact, Scenario(78)]
    public async Task A_pod_of_a_managed_Deployment_may_be_evicted()
    {
        var pod = (await Pod("web"))["pod/".Length..];
        var eviction = await _shop.FileOf($$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{pod}}}","namespace":"shop"}}""");

        (await _shop.Admin("create", "--raw", $"/api/v1/namespaces/shop/pods/{pod}/eviction", "-f", eviction)).MustBeAllowed();
        await Logged("Allowed evictions");
    }

    [Fact, Scenario(78)]
    public async Task An_eviction_is_denied_where_a_policy_says_so()
    {
        var pod = (await Pod("web"))["pod/".Length..];
        var eviction = await _shop.FileOf($$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{pod}}}","namespace":"shop"}}""");
        await using var strict = await OperationRule.SetAsync(_shop, "eviction");

        var denied = await strict.Until(
            () => _shop.Admin("create", "--raw", $"/api/v1/namespaces/shop/pods/{pod}/eviction?dryRun=All", "-f", eviction), "without the dry run");
        denied.MustBeWarned("without the dry run this would be denied");
        (await _shop.Admin("create", "--raw", $"/api/v1/namespaces/shop/pods/{pod}/eviction", "-f", eviction)).MustBeDenied("forbids evictions");
    }

    [Theory, Scenario(126)]
    [InlineData("""{"metadata":{"labels":{"gitopsguard.dev/sync":null}}}""", "gitopsguard.dev/sync")]
    [InlineData("""{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"gone","uid":"00000000-0000-0000-0000-000000000000"}]}}""", "ownerReferences")]
    [InlineData("""{"metadata":{"finalizers":["example.com/stay"]}}""", "finalizers")]
    public async Task Metadata_is_closed_through_the_status_as_well(string patch, string field) =>
        (await _shop.Admin("patch", "service/web", "-n", Shop, "--subresource=status", "--type=merge", "-p", patch)).MustBeDenied(field);

    [Theory, Scenario(126)]
    [InlineData("deployment-controller", """{"metadata":{"annotations":{"deployment.kubernetes.io/revision":"77"}}}""")]
    public async Task A_controller_writes_its_own_annotation_through_the_status(string controller, string patch) => (await _shop.WithToken(
        await _shop.TokenOfController(controller), "patch", Web, "-n", Shop, "--subresource=status", "--type=merge", "-p", patch)).MustBeAllowed();

    private static Task<CommandResult> Status(Func<string[], Task<CommandResult>> kubectl) =>
        kubectl(["patch", "service/web", "-n", Shop, "--subresource=status", "--type=merge", "-p", Condition]);

    /// <summary>What comes after admission is the kubelet's to answer, and there is none.</summary>
    private static void MustPassAdmission(CommandResult result)
    {
        Assert.False(result.Succeeded, result.Text);
        Assert.DoesNotContain("denied the request", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("orbidden", result.Text, StringComparison.Ordinal);
        Observed.Saw("allowed");
    }

    private Task<CommandResult> Debug(string pod) => _shop.Admin("debug", pod, "-n", Shop, "--image=registry.example/debug:1");

    /// <summary>A pod of a Deployment that stays: none that a rollout of another test is about to end.</summary>
    private async Task<string> Pod(string workload)
    {
        (await _shop.Admin("rollout", "status", $"deployment/{workload}", "-n", Shop, "--timeout=60s")).MustSucceed();
        IReadOnlyList<string> pods = [];
        await ScenarioShop.Until(
            async () =>
            {
                pods = await _shop.Pods(Shop, workload);
                return await _shop.Admin("get", pods.Count > 0 ? pods[0] : "pod/none", "-n", Shop, "-o", "jsonpath={.status.phase}{.metadata.deletionTimestamp}");
            },
            found => found.Output == "Running");
        return pods[0];
    }

    private Task<CommandResult> Logged(string words) => ScenarioShop.Until(
        () => Task.FromResult(new CommandResult("log", 0, fixture.Shop.GuardLog(), "")), log => log.Output.Contains(words, StringComparison.Ordinal));
}
