using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Reconciler.Tests.Syncs;

public sealed class DriftTests : IAsyncLifetime
{
    private readonly RunningReconciler _running = new();

    public ValueTask InitializeAsync() => _running.InitializeAsync();

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task A_changed_object_is_put_back_and_an_event_says_so()
    {
        await ApplyAsync();

        Change("2");

        await _running.Holds(() => Value() == "1");
        await _running.Holds(() => Event(Reasons.DriftCorrected) is not null);
        Assert.Contains("ConfigMap team/a: data.key \"1\" -> \"2\"", Event(Reasons.DriftCorrected));
        Assert.Contains("a.yaml:6", Event(Reasons.DriftCorrected));
    }

    [Fact]
    public async Task A_deleted_object_is_created_again()
    {
        await ApplyAsync();

        _running.Api.Remove(RunningReconciler.ConfigMaps, "team", "a");

        await _running.Holds(() => Value() == "1");
    }

    [Fact]
    public async Task Our_own_write_is_not_taken_for_drift()
    {
        await ApplyAsync();
        var sha = _running.Origin.Commit("main", ("a.yaml", RunningReconciler.Config("a", "3")));
        _running.Fetch();
        await _running.Applied("web", sha);

        Assert.Equal(2, _running.Writes.Count());
        Assert.Null(Event(Reasons.DriftCorrected));
    }

    [Fact]
    public async Task Drift_that_is_only_reported_stays_and_the_condition_says_so()
    {
        await ApplyAsync(new JsonObject { ["drift"] = "Report" });

        Change("2");

        Assert.Contains("data.key", await _running.Told("web", ConditionTypes.Drifted, Reasons.DriftDetected));
        Assert.Equal("2", Value());

        Change("1");
        await _running.Holds(() => !_running.Status("web")!["conditions"]!.ToJsonString().Contains(ConditionTypes.Drifted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_suspended_sync_repairs_nothing_until_it_is_resumed()
    {
        await ApplyAsync();
        _running.Sync("web", ".", new JsonObject { ["suspend"] = true });
        await _running.Told("web", "Ready", Reasons.Suspended);

        Change("2");
        Assert.Equal("2", Value());

        _running.Sync("web", ".");
        await _running.Holds(() => Value() == "1");
    }

    [Fact]
    public async Task Two_who_disagree_do_not_spin()
    {
        await ApplyAsync();
        _running.Api.Intercept = Contest(_running.Api.Intercept!);

        Change("2");

        await _running.Told("web", ConditionTypes.Drifted, Reasons.DriftDetected);
        Assert.InRange(_running.Writes.Count(), 2, 12);
    }

    [Theory]
    [InlineData("Delete")]
    [InlineData("Orphan")]
    public async Task A_deleted_sync_lets_its_objects_go_as_its_policy_says(string policy)
    {
        await ApplyAsync(new JsonObject { ["deletionPolicy"] = policy });
        Assert.Contains(Names.Finalizer, _running.Api.Get(OwnResources.GitSyncs, "team", "web")!["metadata"]!["finalizers"]!.ToJsonString());

        _running.Api.Delete(OwnResources.GitSyncs, "team", "web");
        await _running.Holds(() => _running.Api.Get(OwnResources.GitSyncs, "team", "web") is null);

        var live = _running.Live("a");
        Assert.Equal(policy == "Orphan", live is not null);
        Assert.Null(live?["metadata"]!["annotations"]?[Names.IdAnnotation]);
        Assert.Null(live?["metadata"]!["labels"]?[Names.SyncLabel]);
    }

    [Fact]
    public async Task Nothing_is_deleted_because_the_syncs_namespace_goes()
    {
        await ApplyAsync();
        _running.Api.Put(BuiltInResources.Namespaces, null, "team", new JsonObject
        {
            ["metadata"] = new JsonObject { ["deletionTimestamp"] = "2030-01-01T00:00:00Z", ["finalizers"] = new JsonArray("kubernetes") },
        });

        _running.Api.Delete(OwnResources.GitSyncs, "team", "web");
        await _running.Holds(() => _running.Api.Get(OwnResources.GitSyncs, "team", "web") is null);

        Assert.NotNull(_running.Live("a"));
    }

    private async Task ApplyAsync(JsonObject? spec = null)
    {
        var sha = _running.Origin.Commit("main", ("a.yaml", RunningReconciler.Config("a", "1")));
        _running.Fetch();
        _running.Sync("web", ".", spec);
        await _running.Applied("web", sha);
    }

    private void Change(string value)
    {
        var changed = _running.Live("a")!;
        changed["data"]!["key"] = value;
        _running.Api.Put(RunningReconciler.ConfigMaps, "team", "a", changed);
    }

    /// <summary>Somebody who changes the object again after each of our writes.</summary>
    private Func<Testing.Api.FakeRequest, HttpResponseMessage?> Contest(Func<Testing.Api.FakeRequest, HttpResponseMessage?> rest) => request =>
    {
        if (request.Method != "PATCH" || !request.Path.EndsWith("/configmaps/a", StringComparison.Ordinal)) return rest(request);
        var answer = request.Body!.DeepClone().AsObject();
        answer["metadata"]!["resourceVersion"] = "1";
        Change("2");
        return Testing.Api.Answer.Ok(answer);
    };

    private string? Value() => (string?)_running.Live("a")?["data"]?["key"];

    private string? Event(string reason) => _running.Api.Requests
        .Where(r => r.Method == "POST" && r.Path.EndsWith("/events", StringComparison.Ordinal) && (string?)r.Body!["reason"] == reason)
        .Select(r => (string?)r.Body!["message"])
        .FirstOrDefault();
}
