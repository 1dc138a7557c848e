using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Reconciler.Tests.Syncs;

public sealed class SyncTests(RunningReconciler running) : IClassFixture<RunningReconciler>
{
    private static int _last;
    private readonly string _dir = $"d{Interlocked.Increment(ref _last)}";

    [Fact]
    public async Task What_Git_declares_is_applied_and_the_status_says_which_revision()
    {
        var sha = Commit((Name("a"), "1"), (Name("b"), "2"));
        running.Sync(_dir, _dir);

        await running.Applied(_dir, sha);

        Assert.Equal("1", (string?)running.Live(Name("a"))!["data"]!["key"]);
        Assert.Equal(2, (int?)running.Status(_dir)!["inventory"]!["count"]);
        Assert.Equal(Reasons.ReconciliationSucceeded, (string?)running.Status(_dir)!["conditions"]![0]!["reason"]);
    }

    [Fact]
    public async Task The_inventory_names_new_and_old_objects_before_the_first_write()
    {
        await running.ApplyAsync(this, (Name("a"), "1"));
        var mark = running.Api.Requests.Count;
        await running.ApplyAsync(this, (Name("b"), "1"));

        var writes = running.Api.Requests.Skip(mark).Where(r => r.Method is "PATCH" or "DELETE" && !r.Query.ContainsKey("dryRun")).ToList();
        var shards = writes.Where(r => r.Path.Contains($"/syncinventories/{_dir}-", StringComparison.Ordinal)).ToList();
        var first = writes.Find(r => r.Path.EndsWith($"/configmaps/{Name("b")}", StringComparison.Ordinal));
        Assert.True(writes.IndexOf(shards[0]) < writes.IndexOf(first!));
        Assert.Equal([Name("a"), Name("b")], RunningReconciler.NamesIn(shards[0].Body!));
        Assert.Equal([Name("b")], RunningReconciler.NamesIn(shards[^1].Body!));
        Assert.Null(running.Live(Name("a")));
    }

    [Fact]
    public async Task A_kind_that_Git_defines_is_waited_for_whatever_its_status_says_first()
    {
        var name = $"{_dir}.example.com";
        var sha = running.Origin.Commit("main", ($"{_dir}/kind.yaml", $"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {name}}}\nspec: {{}}\n"));
        running.Fetch();
        running.Sync(_dir, _dir);
        await running.Holds(() => Definition() is not null);

        Tell("""{"conditions":null}""");
        await running.Holds(() => running.Api.Requests.Count(r => r.Method == "GET" && r.Path.EndsWith($"/{name}", StringComparison.Ordinal)) >= 3);
        Assert.Null(running.Status(_dir)!["lastAppliedRevision"]);
        Tell("""{"conditions":[{"type":"Established","status":"True"}]}""");

        await running.Applied(_dir, sha);
        Assert.Single(running.Api.Requests, r => r.Method == "PATCH" && r.Path.EndsWith($"/{name}", StringComparison.Ordinal) && r.Query.ContainsKey("dryRun"));

        JsonObject? Definition() => running.Api.Get(BuiltInResources.CustomResourceDefinitions, null, name);
        void Tell(string status)
        {
            var told = Definition()!;
            told["status"] = JsonNode.Parse(status);
            running.Api.Put(BuiltInResources.CustomResourceDefinitions, null, name, told);
        }
    }

    [Fact]
    public async Task An_object_that_was_taken_over_by_hand_is_not_pruned()
    {
        await running.ApplyAsync(this, (Name("a"), "1"), (Name("b"), "1"));
        running.Sync(_dir, _dir, new JsonObject { ["suspend"] = true });
        await running.Told(_dir, "Ready", Reasons.Suspended);
        running.Api.Put(RunningReconciler.ConfigMaps, "team", Name("a"));
        var sha = Commit((Name("b"), "2"));
        await running.Fetched(sha);
        running.Sync(_dir, _dir);
        await running.Applied(_dir, sha);

        Assert.NotNull(running.Live(Name("a")));
    }

    [Fact]
    public async Task One_invalid_object_stops_its_sync_before_anything_is_written_and_no_other()
    {
        running.Refuse = r => r.Path.EndsWith(Name("bad"), StringComparison.Ordinal) && r.Query.ContainsKey("dryRun")
            ? Answer.Refusal(HttpStatusCode.UnprocessableEntity, "Invalid", "data.key: Invalid value: too long")
            : null;
        var sha = running.Origin.Commit(
            "main",
            ($"{_dir}/bad.yaml", RunningReconciler.Config(Name("good"), "1") + "---\n" + RunningReconciler.Config(Name("bad"), "1")),
            ($"{_dir}x/c.yaml", RunningReconciler.Config(Name("other"), "1")));
        running.Fetch();
        running.Sync(_dir, _dir);
        running.Sync(_dir + "x", _dir + "x");

        var message = await running.Told(_dir, "Stalled", Reasons.ValidationFailed);
        await running.Applied(_dir + "x", sha);

        Assert.StartsWith($"{_dir}/bad.yaml:13: ConfigMap team/{Name("bad")}: ", message);
        Assert.Null(running.Live(Name("good")));
        Assert.NotNull(running.Live(Name("other")));
    }

    [Fact]
    public async Task A_bad_file_leaves_what_was_applied()
    {
        await running.ApplyAsync(this, (Name("a"), "1"));
        running.Origin.Commit("main", ($"{_dir}/a.yaml", "a:\n\tb: 1\n"));
        running.Fetch();

        var message = await running.Told(_dir, "Stalled", Reasons.BuildFailed);

        Assert.StartsWith($"{_dir}/a.yaml:2: ", message);
        Assert.NotNull(running.Live(Name("a")));
    }

    [Fact]
    public async Task A_commit_elsewhere_applies_nothing()
    {
        await running.ApplyAsync(this, (Name("a"), "1"));
        var before = Patches("a");
        var sha = running.Origin.Commit("main", ($"{_dir}/{Name("a")}.yaml", RunningReconciler.Config(Name("a"), "1")), ("README.md", _dir));
        running.Fetch();

        await running.Applied(_dir, sha);

        Assert.Equal(before, Patches("a"));
    }

    [Fact]
    public async Task A_refused_write_is_told_and_tried_again()
    {
        var refused = 0;
        running.Refuse = r => r.Method == "PATCH" && r.Path.EndsWith(Name("a"), StringComparison.Ordinal) && !r.Query.ContainsKey("dryRun") && refused++ == 0
            ? Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "identity not yet known")
            : null;
        var sha = Commit((Name("a"), "1"));
        running.Sync(_dir, _dir);

        var message = await running.Told(_dir, "Ready", Reasons.ReconciliationFailed);
        await running.Applied(_dir, sha);

        Assert.Contains("identity not yet known", message);
    }

    [Fact]
    public async Task An_object_of_another_sync_is_not_taken()
    {
        await running.ApplyAsync(this, (Name("a"), "1"));
        running.Sync(_dir + "x", _dir);

        var message = await running.Told(_dir + "x", "Stalled", Reasons.ObjectClaimed);

        Assert.Contains($"GitSync team/{_dir};", message);
        Assert.Contains(_dir + ":", (string?)running.Live(Name("a"))!["metadata"]!["annotations"]!["gitopsguard.dev/id"]);
    }

    [Fact]
    public async Task An_unknown_kind_names_its_place()
    {
        running.Origin.Commit("main", ($"{_dir}/t.yaml", "\napiVersion: example.com/v1\nkind: Toy\nmetadata:\n  name: t\n"));
        running.Fetch();
        running.Sync(_dir, _dir);

        Assert.StartsWith($"{_dir}/t.yaml:2: ", await running.Told(_dir, "Ready", Reasons.ValidationFailed));
    }

    [Fact]
    public async Task A_sync_waits_for_those_that_it_depends_on()
    {
        Commit((Name("a"), "1"));
        running.Sync(_dir, _dir, new JsonObject { ["dependsOn"] = new JsonArray(new JsonObject { ["name"] = "absent" }) });

        Assert.Contains("team/absent", await running.Told(_dir, "Ready", Reasons.DependencyNotReady));
        Assert.Null(running.Live(Name("a")));
    }

    [Fact]
    public async Task What_this_version_does_not_do_is_refused()
    {
        Commit((Name("a"), "1"));
        running.Sync(_dir, _dir, new JsonObject { ["force"] = true });

        Assert.Contains("spec.force", await running.Told(_dir, "Stalled", Reasons.InvalidSpec));
        Assert.Null(running.Live(Name("a")));
    }

    [Fact]
    public async Task Outside_of_the_admins_namespaces_a_sync_without_an_account_is_refused()
    {
        Commit((Name("a"), "1"));
        running.Sync(_dir, _dir, ns: "elsewhere");

        var message = await running.Told(_dir, "Stalled", Reasons.InvalidSpec, "elsewhere");

        Assert.Equal("outside of team a GitSync writes with the rights of an account of its own namespace; name one in spec.serviceAccountName: kubectl get serviceaccounts -n elsewhere", message);
    }

    [Fact]
    public async Task Outside_of_the_admins_namespaces_a_sync_with_an_account_goes_on()
    {
        running.Sync(_dir, _dir, new JsonObject { ["serviceAccountName"] = "deployer" }, ns: "elsewhere");

        await running.Told(_dir, "Ready", Reasons.ArtifactFailed, "elsewhere");
    }

    internal string Commit(params (string Name, string Value)[] configs)
    {
        var sha = running.Origin.Commit("main", [.. configs.Select(c => ($"{_dir}/{c.Name}.yaml", RunningReconciler.Config(c.Name, c.Value)))]);
        running.Fetch();
        return sha;
    }

    internal string Directory => _dir;

    private string Name(string name) => $"{_dir}-{name}";

    private int Patches(string name) => running.Writes.Count(r => r.Path.EndsWith(Name(name), StringComparison.Ordinal));
}

/// <summary>Steps that several tests begin with.</summary>
internal static class SyncStory
{
    public static async Task ApplyAsync(this RunningReconciler running, SyncTests test, params (string Name, string Value)[] configs)
    {
        var sha = test.Commit(configs);
        if (running.Status(test.Directory) is null) running.Sync(test.Directory, test.Directory);
        await running.Applied(test.Directory, sha);
    }
}
