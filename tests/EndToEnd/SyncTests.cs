using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>What the reconciler does with commits, with drift and at the end of a GitSync.</summary>
public sealed class SyncTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Settings = "configmap/settings";
    private const string Worker = "deployment/worker";
    private const string Colour = "jsonpath={.data.colour}";

    private const string SettingsText = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: green
        """;

    private const string WorkerText = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: worker
        spec:
          replicas: 1
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

    [Fact]
    public async Task A_commit_is_applied()
    {
        var repository = await SyncedAsync("commit", ("settings.yaml", SettingsText));

        await repository.ReadyAsync(await repository.CommitAsync(("settings.yaml", SettingsText.Replace("green", "red"))));

        var live = await repository.KubectlAsync("get", Settings, "-o", Colour);
        Assert.Equal("red", live.MustSucceed().Output);
    }

    [Fact]
    public async Task A_removed_file_takes_its_objects_with_it_and_no_other()
    {
        var repository = await SyncedAsync("prune", ("settings.yaml", SettingsText), ("worker.yaml", WorkerText));

        await repository.ReadyAsync(await repository.CommitAsync(("worker.yaml", null)));

        await repository.GoneAsync(Worker);
        Assert.True(await repository.ExistsAsync(Settings));
    }

    [Fact]
    public async Task Deleting_a_GitSync_deletes_its_objects()
    {
        var repository = await SyncedAsync("ending", ("settings.yaml", SettingsText), ("worker.yaml", WorkerText));

        (await repository.KubectlAsync("delete", repository.GitSync, "--timeout=30s")).MustSucceed();

        await repository.GoneAsync(Settings);
        await repository.GoneAsync(Worker);
    }

    [Fact]
    public async Task Deleting_a_GitSync_with_the_policy_Orphan_leaves_its_objects_without_markers()
    {
        var repository = await TeamRepository.SyncedAsync(fixture.Shop, "orphan", "deletionPolicy: Orphan", ("settings.yaml", SettingsText));

        (await repository.KubectlAsync("delete", repository.GitSync, "--timeout=30s")).MustSucceed();

        var live = await repository.KubectlAsync("get", Settings, "-o", "yaml");
        Assert.Contains("colour: green", live.MustSucceed().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("gitopsguard.dev/", live.Output, StringComparison.Ordinal);
        (await repository.KubectlAsync("delete", Settings)).MustSucceed();
    }

    [Fact]
    public async Task An_object_of_another_GitSync_is_not_taken()
    {
        var owner = await SyncedAsync("owner", ("settings.yaml", SettingsText));
        var other = await TeamRepository.CreateAsync(
            fixture.Shop, "taker", ("taken.yaml", SettingsText.Replace("green", "red").Replace("name: settings", "name: settings\n  namespace: owner")));

        await other.SyncAsync(interval: "1s");

        var message = await other.FailedAsync(other.GitSync, "ObjectClaimed");
        Assert.Equal(
            "deploy/taken.yaml:1: ConfigMap owner/settings belongs to GitSync owner/owner; remove it from one of the two repositories", message);
        await other.RestsAsync(other.GitSync);
        Assert.Equal("green", (await owner.KubectlAsync("get", Settings, "-o", Colour)).Output);
        await owner.WaitAsync(owner.GitSync, SyncedRepository.IsReady);
    }

    [Fact]
    public async Task A_field_that_a_direct_write_changed_is_put_back_at_once()
    {
        var repository = await SyncedAsync("drift", ("settings.yaml", SettingsText));
        await using var mode = await WarnMode.StartAsync(fixture.Shop);

        var warning = await mode.WriteAsync(repository, "patch", Settings, "--type=merge", "-p", """{"data":{"colour":"red"}}""");
        var written = TimeProvider.System.GetTimestamp();
        (await repository.KubectlAsync("wait", Settings, "--for=jsonpath={.data.colour}=green", "--timeout=20s")).MustSucceed();
        var repaired = TimeProvider.System.GetElapsedTime(written);

        Assert.Contains("Warning: ConfigMap drift/settings is managed by Git", warning, StringComparison.Ordinal);
        Assert.True(repaired < TimeSpan.FromSeconds(2), $"the repair took {repaired.TotalMilliseconds:0} ms");
        var told = await DriftEventAsync(repository);
        Assert.Contains("ConfigMap drift/settings: data.colour \"green\" -> \"red\" (by kubectl-patch, ", told, StringComparison.Ordinal);
        Assert.EndsWith("put back to deploy/settings.yaml:6", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sidecar_that_a_direct_write_added_is_removed()
    {
        var repository = await SyncedAsync("sidecar", ("worker.yaml", WorkerText));
        await using var mode = await WarnMode.StartAsync(fixture.Shop);

        await mode.WriteAsync(
            repository, "patch", Worker, "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"example.com/side:1"}]}}}}""");

        var told = await DriftEventAsync(repository);
        Assert.StartsWith("Deployment sidecar/worker: spec.template.spec.containers", told, StringComparison.Ordinal);
        Assert.Contains(" (by kubectl-patch, ", told, StringComparison.Ordinal);
        var live = await repository.KubectlAsync("get", Worker, "-o", "jsonpath={.spec.template.spec.containers[*].name}");
        Assert.Equal("worker", live.MustSucceed().Output);
    }

    [Fact]
    public async Task An_object_that_a_direct_write_deleted_comes_back()
    {
        var repository = await SyncedAsync("deleted", ("settings.yaml", SettingsText));
        await using var mode = await WarnMode.StartAsync(fixture.Shop);

        await mode.WriteAsync(repository, "delete", Settings);

        (await repository.KubectlAsync("wait", Settings, "--for=create", "--timeout=20s")).MustSucceed();
        Assert.Contains("ConfigMap deleted/settings was deleted", await DriftEventAsync(repository), StringComparison.Ordinal);
    }

    private Task<TeamRepository> SyncedAsync(string name, params IEnumerable<(string File, string? Text)> files) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, null, files);

    /// <summary>The message of the one Event that says drift was corrected.</summary>
    private static async Task<string> DriftEventAsync(TeamRepository repository)
    {
        List<string> told = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                var events = JsonNode.Parse((await repository.KubectlAsync("get", "events", "-o", "json")).MustSucceed().Output)!;
                told = [.. events["items"]!.AsArray()
                    .Where(item => (string?)item!["reason"] == "DriftCorrected")
                    .Select(item => (string?)item!["message"] ?? "")];
                return told.Count > 0;
            },
            TimeSpan.FromSeconds(20),
            () => $"no event DriftCorrected in {repository.Name}",
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        return Assert.Single(told);
    }
}
