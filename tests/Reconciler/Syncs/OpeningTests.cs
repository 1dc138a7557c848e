using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Reconciler.Tests.Syncs;

/// <summary>Fields that a GuardPolicy opens: what the guard lets pass is not undone.</summary>
public sealed class OpeningTests : IAsyncLifetime
{
    private readonly RunningReconciler _running = new();

    public ValueTask InitializeAsync()
    {
        Policy("default", """{"open":[{"kinds":["ConfigMap"],"paths":["data.key"],"actors":["robot"]}]}""");
        return _running.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task An_open_field_is_left_to_who_wrote_it_and_the_rest_is_put_back()
    {
        await ApplyAsync("1");

        Change("2");

        await _running.Holds(() => Values() == ("2", "1"));
        Assert.Null(_running.Writes.Last().Body!["data"]!["key"]);
    }

    [Fact]
    public async Task A_new_commit_leaves_an_open_field_too()
    {
        await ApplyAsync("1");
        Change("2");
        await _running.Holds(() => Values() == ("2", "1"));

        await ApplyAsync("3");

        Assert.Equal(("2", "3"), Values());
    }

    [Fact]
    public async Task An_open_field_that_nobody_else_wrote_is_Gits()
    {
        await ApplyAsync("1");
        Change("1", "9", """{"manager":"gitopsguard","operation":"Apply","fieldsV1":{"f:data":{"f:key":{} } } }""");
        await _running.Holds(() => Values() == ("1", "1"));

        await ApplyAsync("1", key: "5");

        Assert.Equal(("5", "1"), Values());
    }

    [Fact]
    public async Task What_is_closed_again_is_put_back()
    {
        await ApplyAsync("1");
        Change("2");
        await _running.Holds(() => Values() == ("2", "1"));

        Policy("default", "{}");

        await _running.Holds(() => Values() == ("1", "1"));
    }

    [Fact]
    public async Task What_a_policy_without_a_spec_keeps_closed_is_put_back()
    {
        await ApplyAsync("1");
        Change("2");
        await _running.Holds(() => Values() == ("2", "1"));

        _running.Api.Put(OwnResources.GuardPolicies, null, "bare");

        await _running.Holds(() => Values() == ("1", "1"));
    }

    [Fact]
    public async Task What_another_policy_keeps_closed_is_put_back()
    {
        await ApplyAsync("1");
        Change("2");
        await _running.Holds(() => Values() == ("2", "1"));
        Policy("other", """{"namespaceSelector":{"matchLabels":{"closed":"yes"}}}""");

        _running.Api.Put(BuiltInResources.Namespaces, null, "team", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["closed"] = "yes" } } });

        await _running.Holds(() => Values() == ("1", "1"));
    }

    private async Task ApplyAsync(string other, string key = "1")
    {
        var sha = _running.Origin.Commit("main", ("a.yaml", $"{RunningReconciler.Config("a", key)}  other: \"{other}\"\n"));
        _running.Fetch();
        _running.Sync("web", ".");
        await _running.Applied("web", sha);
    }

    /// <summary>Another writer takes both fields over.</summary>
    private void Change(string value) => Change(value, value, """{"manager":"robot","operation":"Update","fieldsV1":{"f:data":{"f:key":{},"f:other":{} } } }""");

    private void Change(string key, string other, string entry)
    {
        var changed = _running.Live("a")!;
        (changed["data"]!["key"], changed["data"]!["other"]) = (key, other);
        changed["metadata"]!["managedFields"] = new JsonArray(JsonNode.Parse(entry));
        _running.Api.Put(RunningReconciler.ConfigMaps, "team", "a", changed);
    }

    private void Policy(string name, string spec) =>
        _running.Api.Put(OwnResources.GuardPolicies, null, name, new JsonObject { ["spec"] = JsonNode.Parse(spec) });

    private (string? Key, string? Other) Values() =>
        ((string?)_running.Live("a")?["data"]?["key"], (string?)_running.Live("a")?["data"]?["other"]);
}
