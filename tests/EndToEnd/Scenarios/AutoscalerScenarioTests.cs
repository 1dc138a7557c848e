using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>An autoscaler of Git and what it scales.</summary>
[Collection(ShopCollection.Name)]
public sealed class AutoscalerScenarioTests(ShopFixture fixture)
{
    private const string Contested = "FieldContested";
    private const string Worker = "deployment/worker";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(10)]
    public async Task An_autoscaler_scales_what_Git_leaves_open()
    {
        var repository = await SyncedAsync("elastic", Deployment(null));

        var scaled = await ScaleAsync("elastic", 4);

        scaled.MustBeAllowed();
        await repository.ReconcileAsync();
        Assert.Equal("4", await repository.ReadAsync(Worker, ".spec.replicas"));
        await repository.NotToldAsync(Contested);
    }

    [Fact, Scenario(10)]
    public async Task Declared_replicas_are_left_to_an_autoscaler_until_it_goes()
    {
        var repository = await SyncedAsync("contested", Deployment(2));

        var scaled = await ScaleAsync("contested", 4);

        scaled.MustBeWarned("Deployment contested/worker: Git declares spec.replicas, which an autoscaler changes");
        await repository.ToldAsync(Contested, "Deployment contested/worker: spec.replicas is left to HorizontalPodAutoscaler worker", "deploy/worker.yaml:6");
        await repository.ReconcileAsync();
        Assert.Equal("4", await repository.ReadAsync(Worker, ".spec.replicas"));
        (await _shop.Alice("scale", Worker, "-n", "contested", "--replicas=5")).MustBeDenied("spec.replicas");

        await repository.CommitAsync(("autoscaler.yaml", null));

        await repository.WaitAsync(Worker, found => (int?)found["spec"]!["replicas"] == 2);
        await repository.NotToldAsync(Contested);
    }

    [Fact, Scenario(10)]
    public async Task A_number_that_no_autoscaler_of_Git_writes_is_put_back()
    {
        var repository = await SyncedAsync("outside", Deployment(2));

        (await ScaleAsync("outside", 12)).MustBeWarned("Git declares spec.replicas");

        await repository.WaitAsync(Worker, found => (int?)found["spec"]!["replicas"] == 2);
        Observed.Saw("put back");
        await repository.NotToldAsync(Contested);
    }

    private async Task<TeamRepository> SyncedAsync(string name, string deployment)
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, name, ("worker.yaml", deployment), ("autoscaler.yaml", Autoscaler));
        await repository.SyncAsync();
        if (deployment.Contains("replicas:", StringComparison.Ordinal)) await repository.GuardedAsync(Worker);
        else await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);
        return repository;
    }

    private Task<CommandResult> ScaleAsync(string ns, int replicas) =>
        _shop.Controller("kube-system", "horizontal-pod-autoscaler", "scale", Worker, "-n", ns, $"--replicas={replicas}");

    private const string Autoscaler = """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: worker
        spec:
          minReplicas: 1
          maxReplicas: 9
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: worker}
        """;

    private static string Deployment(int? replicas) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: worker
        spec:
          {{(replicas is null ? "paused: false" : $"replicas: {replicas}")}}
          selector:
            matchLabels: {app: worker}
          template:
            metadata:
              labels: {app: worker}
            spec:
              containers:
                - name: worker
                  image: registry.example/worker:1
        """;
}
