using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>What the API server and the cluster's own controllers add to objects of Git.</summary>
[Collection(ShopCollection.Name)]
public sealed class DefaultsTests(ShopFixture fixture)
{
    [Fact]
    public async Task What_the_server_adds_by_itself_is_neither_drift_nor_told()
    {
        var zoo = await File.ReadAllTextAsync(Path.Combine(PlaygroundPaths.FindRoot(), "tests", "EndToEnd", "Syncing", "zoo.yaml"), TestContext.Current.CancellationToken);
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "zoo", ("zoo.yaml", zoo));
        await repository.SyncAsync();
        await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);

        await repository.RestsAsync(repository.GitSync);

        var told = (await repository.KubectlAsync("get", repository.GitSync, "-o", "json")).MustSucceed().Output;
        var conditions = JsonNode.Parse(told)!["status"]!["conditions"]!.AsArray();
        Assert.True(conditions is [var ready] && (string?)ready!["type"] == "Ready", conditions.ToJsonString());
        var events = (await repository.KubectlAsync("get", "events", "--field-selector=involvedObject.kind=GitSync", "-o", "jsonpath={.items[*].reason}")).MustSucceed();
        Assert.DoesNotContain("Drift", events.Output, StringComparison.Ordinal);
    }
}
