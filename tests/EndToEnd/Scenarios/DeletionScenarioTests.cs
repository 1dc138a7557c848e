using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What goes, by whom, and what goes with it.</summary>
[Collection(ShopCollection.Name)]
public sealed class DeletionScenarioTests(ShopFixture fixture)
{
    private const string Job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec:
          suspend: true
          template:
            spec:
              restartPolicy: Never
              containers: [{name: c, image: "registry.example/c:1"}]
        """;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(69)]
    public async Task A_namespace_with_managed_objects_is_not_deleted_by_hand() =>
        (await _shop.Admin("delete", "namespace", "shop", "--wait=false")).MustBeDenied("managed by Git, so this deletion was denied");

    [Fact, Scenario(69)]
    public async Task A_namespace_without_managed_objects_may_be_deleted()
    {
        (await _shop.Admin("create", "namespace", "empty")).MustSucceed();

        (await _shop.Admin("delete", "namespace", "empty", "--wait=false")).MustBeAllowed();
    }

    [Fact, Scenario(65), Scenario(70)]
    public async Task A_namespace_that_goes_from_Git_goes_with_all_that_is_in_it()
    {
        const string Team = "apiVersion: v1\nkind: Namespace\nmetadata: {name: leaving}";
        var repository = await TeamRepository.CreateAsync(
            fixture.Shop, "leavers", ("namespace.yaml", Team), ("worker.yaml", Workload.Deployment("worker", "leaving")));
        await repository.SyncAsync();
        await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);

        await repository.CommitAsync(("namespace.yaml", null), ("worker.yaml", null), ("kept.yaml", Workload.ConfigMap("kept")));

        await ScenarioShop.Until(() => _shop.Admin("get", "namespace", "leaving", "--ignore-not-found"), found => found is { Succeeded: true, Output: "" }, fixture.Shop.Logs);
        Observed.Saw("allowed");
    }

    [Fact, Scenario(72), Scenario(127)]
    public async Task The_garbage_collector_deletes_what_a_deleted_Deployment_leaves()
    {
        var repository = await TeamRepository.CreateAsync(
            fixture.Shop, "orphans", ("worker.yaml", Workload.Deployment("worker")), ("kept.yaml", Workload.ConfigMap("kept")));
        await repository.SyncAsync();
        await repository.WaitAsync("deployment/worker", found => (int?)found["status"]?["readyReplicas"] == 1);

        await repository.CommitAsync(("worker.yaml", null));

        await ScenarioShop.Until(() => repository.KubectlAsync("get", "deployments,replicasets,pods", "-o", "name"), found => found is { Succeeded: true, Output: "" }, fixture.Shop.Logs);
        Observed.Saw("allowed");
    }

    [Fact, Scenario(74)]
    public async Task The_finalizer_of_a_foreground_deletion_is_taken_away_by_the_garbage_collector_and_nobody_in_its_name()
    {
        const string Settings = "configmap/settings";
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "foreground", ("settings.yaml", Workload.ConfigMap("settings")));
        await repository.SyncAsync();
        await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);
        var uid = await repository.ReadAsync(Settings, ".metadata.uid");
        await repository.ApplyAsync(Dependent(uid));
        await using (var mode = await WarnMode.StartAsync(fixture.Shop)) await mode.WriteAsync(repository, "delete", Settings, "--cascade=foreground", "--wait=false");
        Assert.Equal("""["foregroundDeletion"]""", await repository.ReadAsync(Settings, ".metadata.finalizers"));

        (await repository.KubectlAsync(
            "patch", Settings, "--type=merge", "-p", """{"metadata":{"finalizers":null}}""",
            "--as=system:serviceaccount:kube-system:generic-garbage-collector", "--as-group=system:masters")).MustBeDenied("metadata.finalizers");
        (await repository.KubectlAsync("patch", "configmap/dependent", "--type=merge", "-p", """{"metadata":{"finalizers":null}}""")).MustSucceed();

        await repository.WaitAsync(Settings, found => (string?)found["metadata"]!["uid"] != uid);
        Observed.Saw("allowed");
    }

    [Fact, Scenario(81)]
    public async Task A_managed_Job_is_cleaned_up_by_its_controller_and_not_by_hand()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "jobs", ("once.yaml", Job));
        await repository.SyncAsync();
        var first = (string?)(await repository.WaitAsync("job/once", _ => true))["metadata"]!["uid"];

        (await repository.KubectlAsync("delete", "job/once", "--wait=false")).MustBeDenied("so this deletion was denied");
        var token = await _shop.TokenOfController("ttl-after-finished-controller");
        (await _shop.WithToken(token, "delete", "job/once", "-n", repository.Name, "--wait=false")).MustBeAllowed();

        await repository.WaitAsync("job/once", found => (string?)found["metadata"]!["uid"] != first);
        await repository.ReconcileAsync();
        await repository.NotToldAsync("Mutated");
    }

    [Fact, Scenario(13)]
    public async Task Kubectl_rollout_undo_is_denied()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "undo", ("worker.yaml", Workload.Deployment("worker")));
        await repository.SyncAsync();
        await repository.WaitAsync("deployment/worker", found => (int?)found["status"]?["readyReplicas"] == 1);
        await repository.CommitAsync(("worker.yaml", Workload.Deployment("worker").Replace(":1", ":2")));
        await RevisionAsync("2", repository.Name, "worker");

        (await repository.KubectlAsync("rollout", "undo", "deployment/worker")).MustBeDenied("registry.example/worker:2 -> registry.example/worker:1");
    }

    [Fact, Scenario(13)]
    public async Task Kubectl_rollout_undo_of_an_undeclared_deployment_passes()
    {
        (await _shop.Alice("create", "deployment", "rolling", "--image=registry.example/rolling:1")).MustSucceed();
        await RevisionAsync("1");
        (await _shop.Alice("set", "image", "deployment/rolling", "*=registry.example/rolling:2")).MustSucceed();
        await RevisionAsync("2");

        (await _shop.Alice("rollout", "undo", "deployment/rolling")).MustBeAllowed();
    }

    /// <summary>What the garbage collector waits for before it lets its owner go.</summary>
    private static string Dependent(string owner) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: dependent
          finalizers: [example.com/hold]
          ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: settings, uid: {{owner}}, blockOwnerDeletion: true}]
        """;

    private Task<CommandResult> RevisionAsync(string revision, string ns = ScenarioShop.Namespace, string name = "rolling") => ScenarioShop.Until(
        () => _shop.Admin("get", "replicasets", "-n", ns, "-l", $"app={name}", "-o", @"jsonpath={.items[*].metadata.annotations.deployment\.kubernetes\.io/revision}"),
        found => found.Output.Split(' ').Contains(revision));
}
