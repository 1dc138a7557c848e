using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class ConditionsTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddMilliseconds(500));

    [Fact]
    public void The_transition_time_moves_with_the_status_and_with_nothing_else()
    {
        var began = ((IReadOnlyList<Condition>?)null).With(Ready("False", "BuildFailed"), _time);
        _time.Advance(TimeSpan.FromSeconds(10));
        var same = began.With(Ready("False", "PruneFailed"), _time);
        var changed = same.With(Ready("True", "ReconciliationSucceeded"), _time);

        Assert.Equal(DateTimeOffset.UnixEpoch, Assert.Single(began).LastTransitionTime);
        Assert.Equal("PruneFailed", same.Find("Ready")!.Reason);
        Assert.Equal(DateTimeOffset.UnixEpoch, same.Find("Ready")!.LastTransitionTime);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(10), changed.Find("Ready")!.LastTransitionTime);
    }

    [Fact]
    public void Other_conditions_keep_their_place_and_a_removed_one_is_gone()
    {
        var list = ((IReadOnlyList<Condition>?)null)
            .With(Ready("False", "Progressing"), _time)
            .With(Ready("True", "Progressing") with { Type = "Reconciling" }, _time)
            .With(Ready("True", "ReconciliationSucceeded"), _time);

        Assert.Equal(["Ready", "Reconciling"], list.Select(c => c.Type));
        Assert.True(list.IsTrue("Reconciling"));
        Assert.Equal(["Ready"], list.Without("Reconciling").Select(c => c.Type));
    }

    [Fact]
    public void Times_are_written_as_Kubernetes_writes_them()
    {
        var status = new GitSourceStatus { Conditions = ((IReadOnlyList<Condition>?)null).With(Ready("True", "x"), _time) };

        var json = JsonSerializer.SerializeToNode(new() { Status = status }, KindsJson.Default.GitSource)!;

        Assert.Equal("1970-01-01T00:00:00Z", (string?)json["status"]!["conditions"]![0]!["lastTransitionTime"]);
    }

    [Fact]
    public async Task A_status_that_did_not_change_is_not_written_and_one_that_did_only_where_it_did()
    {
        using var api = new FakeApi();
        using var client = api.Client();
        var writer = new StatusWriter(client);
        api.Put(OwnResources.GitSyncs, "shop", "web", new()
        {
            ["status"] = new JsonObject { ["a"] = 1, ["b"] = new JsonObject { ["c"] = "x", ["d"] = "y" }, ["e"] = "gone" },
        });
        var read = (await client.GetAsync(OwnResources.GitSyncs, "shop", "web", TestContext.Current.CancellationToken))!.Value;

        var same = new JsonObject { ["a"] = 1, ["b"] = new JsonObject { ["c"] = "x", ["d"] = "y" }, ["e"] = "gone" };
        await writer.WriteAsync(OwnResources.GitSyncs, read, same, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(api.Requests, r => r.Method == "PATCH");

        var other = new JsonObject { ["a"] = 1, ["b"] = new JsonObject { ["c"] = "x", ["d"] = "z" } };
        await writer.WriteAsync(OwnResources.GitSyncs, read, other, TestContext.Current.CancellationToken);
        var patch = Assert.Single(api.Requests, r => r.Method == "PATCH").Body!;
        Assert.Equal("""{"e":null,"b":{"d":"z"}}""", patch["status"]!.ToJsonString());
    }

    [Fact]
    public async Task A_status_is_not_written_to_another_object_of_the_same_name()
    {
        using var api = new FakeApi();
        using var client = api.Client();
        api.Put(OwnResources.GitSyncs, "shop", "web");
        var read = (await client.GetAsync(OwnResources.GitSyncs, "shop", "web", TestContext.Current.CancellationToken))!.Value;
        api.Remove(OwnResources.GitSyncs, "shop", "web");
        api.Put(OwnResources.GitSyncs, "shop", "web");

        var e = await Assert.ThrowsAsync<ApiException>(() => new StatusWriter(client).WriteAsync(
            OwnResources.GitSyncs, read, new() { ["a"] = 1 }, TestContext.Current.CancellationToken));

        Assert.True(e.IsConflict);
    }

    private static Condition Ready(string status, string reason) =>
        new() { Type = "Ready", Status = status, Reason = reason, Message = "m" };
}
