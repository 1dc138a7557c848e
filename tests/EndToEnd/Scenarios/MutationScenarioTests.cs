using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Admission that changes what the reconciler writes.</summary>
[Collection(ShopCollection.Name)]
public sealed class MutationScenarioTests(ShopFixture fixture)
{
    private const string Mutated = "Mutated";
    private const string Told = "cannot be intercepted: told by the condition Mutated";
    private const string Template = "spec.template.spec";

    private const string Manifests = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: green
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: worker
        spec:
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

    private const string Sidecar = """
        [{"op":"add","path":"/spec/template/spec/hostNetwork","value":true},
         {"op":"replace","path":"/spec/template/spec/containers","value":[{"name":"worker","image":"registry.example/worker:1"},{"name":"side","image":"example.com/side:1"}]}]
        """;

    [Fact, Scenario(91), Scenario(131)]
    public async Task What_admission_makes_of_a_declared_field_is_told_and_put_back_once_it_stops()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "repainted", ("all.yaml", Manifests));
        await using (await MutatingWebhook.StartAsync(repository, ("configmaps", """[{"op":"add","path":"/data/colour","value":"red"}]""")))
        {
            await repository.SyncAsync();
            await repository.ToldAsync(Mutated, "ConfigMap repainted/settings: data.colour \"green\" -> \"red\": ", "deploy/all.yaml:6");
            Assert.Equal("red", await repository.ReadAsync("configmap/settings", ".data.colour"));
            Observed.Saw(Told);
        }

        await repository.ReconcileAsync();

        await repository.NotToldAsync(Mutated);
        Assert.Equal("green", await repository.ReadAsync("configmap/settings", ".data.colour"));
    }

    [Fact, Scenario(91), Scenario(131)]
    public async Task What_admission_adds_is_told_and_removed_once_it_stops()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "sidecars", ("all.yaml", Manifests));
        await using (await MutatingWebhook.StartAsync(repository, ("deployments", Sidecar)))
        {
            await repository.SyncAsync();
            await repository.ToldAsync(Mutated, "Deployment sidecars/worker: ", $"{Template}.hostNetwork (absent) -> true", $"{Template}.containers[name=side] (absent) -> ");
            Observed.Saw(Told);
        }

        await repository.ReconcileAsync();

        await repository.NotToldAsync(Mutated);
        Assert.Equal("worker", await repository.ReadAsync("deployment/worker", ".spec.template.spec.containers[*].name"));
        Assert.Equal("", await repository.ReadAsync("deployment/worker", ".spec.template.spec.hostNetwork"));
    }

    [Fact, Scenario(91), Scenario(131)]
    public async Task What_admission_notes_in_an_open_annotation_is_nobodys_matter()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "annotated", ("all.yaml", Manifests));
        await using (await MutatingWebhook.StartAsync(repository, ("deployments", """[{"op":"add","path":"/metadata/annotations/example.com~1seen","value":"yes"}]""")))
        {
            await repository.SyncAsync();
            await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);
            await repository.ReconcileAsync();
        }

        Assert.Equal("yes", await repository.ReadAsync("deployment/worker", ".metadata.annotations.example\\.com/seen"));
        await repository.NotToldAsync(Mutated);
        Observed.Saw("allowed");
    }
}
