using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Testing.Api;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Queue;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests;

public sealed class ControllerTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task What_exists_and_what_comes_is_reconciled_with_its_spec()
    {
        _op.Put("one", size: "L");
        await _op.StartAsync();
        await _op.Calls("reconcile one");

        _op.Put("two");

        await _op.Calls("reconcile one", "reconcile two");
        Assert.Equal("L", _op.Log.Entities.First().Spec.Size);
        Assert.Equal("shop", _op.Log.Entities.First().Metadata.NamespaceProperty);
    }

    [Fact]
    public async Task A_change_of_the_spec_is_reconciled_and_one_of_the_status_is_not()
    {
        _op.Put("one", size: "S");
        await _op.StartAsync();
        await _op.Calls("reconcile one");

        var status = new JsonObject { ["spec"] = new JsonObject { ["size"] = "S", ["source"] = "" }, ["status"] = new JsonObject { ["seen"] = "x" } };
        _op.Api.Put(Widget.Resource, "shop", "one", status);
        await _op.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _op.Log.Count("reconcile one"));

        _op.Put("one", size: "M");
        await _op.Calls("reconcile one", "reconcile one");
        Assert.Equal("M", _op.Log.Entities.Last().Spec.Size);
    }

    [Fact]
    public async Task The_annotation_that_asks_for_a_reconciliation_brings_one()
    {
        _op.Put("one");
        await _op.StartAsync();
        await _op.Calls("reconcile one");

        var asked = new JsonObject { ["annotations"] = new JsonObject { [Names.ReconcileAnnotation] = "now" } };
        _op.Put("one", metadata: asked);

        await _op.Calls("reconcile one", "reconcile one");
    }

    [Fact]
    public async Task A_deletion_during_a_broken_watch_reaches_the_controller()
    {
        _op.Put("one", size: "L");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        await _op.Holds(() => _op.Api.OpenWatches == 1);

        WithoutWatch(() => _op.Api.Remove(Widget.Resource, "shop", "one"));

        await _op.Calls("reconcile one", "deleted one");
        Assert.Equal("L", _op.Log.Entities.Last().Spec.Size);
    }

    [Fact]
    public async Task An_object_made_anew_in_the_place_of_a_deleted_one_is_reconciled()
    {
        _op.Put("one", size: "old");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        await _op.Holds(() => _op.Api.OpenWatches == 1);

        WithoutWatch(() =>
        {
            _op.Api.Remove(Widget.Resource, "shop", "one");
            _op.Put("one", size: "new");
        });

        await _op.Calls("reconcile one", "deleted one", "reconcile one");
        Assert.Equal(["old", "old", "new"], _op.Log.Entities.Select(e => e.Spec.Size));
    }

    [Fact]
    public async Task A_new_object_waits_until_the_end_of_the_old_one_is_dealt_with()
    {
        var refusals = 2;
        _op.Log.Behaviour = (verb, e, _) => Task.FromResult(verb == "deleted" && refusals-- > 0
            ? ReconciliationResult<Widget>.Failure(e, "not yet")
            : ReconciliationResult<Widget>.Success(e));
        _op.Put("one");
        await _op.StartAsync();
        await _op.Calls("reconcile one");

        _op.Api.Remove(Widget.Resource, "shop", "one");
        _op.Put("one");

        await _op.Calls("reconcile one", "deleted one", "deleted one", "deleted one", "reconcile one");
    }

    [Fact]
    public async Task A_returned_failure_is_tried_again_for_ever_with_growing_delays_up_to_the_limit()
    {
        var times = new List<DateTimeOffset>();
        _op.Log.Behaviour = (_, e, _) =>
        {
            times.Add(_op.Time.GetUtcNow());
            return Task.FromResult(ReconciliationResult<Widget>.Failure(e, "no"));
        };
        _op.Put("one");
        await _op.StartAsync(
            b => b.ConfigureControllers<Widget>(new() { LongestBackoff = TimeSpan.FromSeconds(20) }),
            s => s.WithParallelReconciliation(p => p.WithErrorBackoffBase(TimeSpan.FromSeconds(2))));

        await _op.Holds(() => times.Count >= 12);

        var delays = times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds).Take(11).ToList();
        // A loaded machine may take longer; without a limit the last would be above 2,000.
        Assert.All(delays.Zip([2.0, 4, 8, 16]), d => Assert.True(d.First >= d.Second));
        Assert.All(delays.Skip(4), d => Assert.InRange(d, 20, 200));
    }

    [Fact]
    public async Task An_exception_is_a_failure_and_a_success_forgets_it()
    {
        var failures = 3;
        _op.Log.Behaviour = (_, e, _) => failures-- > 0
            ? throw new InvalidOperationException("broken")
            : Task.FromResult(ReconciliationResult<Widget>.Success(e));
        _op.Put("one");
        await _op.StartAsync();

        await _op.Holds(() => _op.Log.Count("reconcile one") == 4);
        await _op.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(4, _op.Log.Count("reconcile one"));
    }

    [Fact]
    public async Task A_success_may_ask_to_be_called_again()
    {
        var times = new List<DateTimeOffset>();
        _op.Log.Behaviour = (_, e, _) =>
        {
            times.Add(_op.Time.GetUtcNow());
            return Task.FromResult(ReconciliationResult<Widget>.Success(e, TimeSpan.FromMinutes(1)));
        };
        _op.Put("one");
        await _op.StartAsync();

        await _op.Holds(() => times.Count == 3);

        Assert.InRange((times[1] - times[0]).TotalSeconds, 60, 90);
        Assert.InRange((times[2] - times[1]).TotalSeconds, 60, 90);
    }

    [Fact]
    public async Task One_entity_is_never_reconciled_twice_at_once_and_does_not_hold_up_others()
    {
        var hot = new TaskCompletionSource();
        var hotAtOnce = 0;
        var mostHot = 0;
        _op.Log.Behaviour = async (_, e, ct) =>
        {
            if (e.Metadata.Name == "hot")
            {
                mostHot = Math.Max(mostHot, ++hotAtOnce);
                await hot.Task.WaitAsync(ct);
                hotAtOnce--;
            }

            return ReconciliationResult<Widget>.Success(e);
        };
        _op.Put("hot", size: "0");
        await _op.StartAsync(settings: s => s.WithParallelReconciliation(p => p.WithMaxParallelReconciliations(2)));
        await _op.Calls("reconcile hot");

        for (var i = 1; i <= 20; i++) _op.Put("hot", size: $"{i}");
        _op.Put("calm");

        await _op.Calls("reconcile hot", "reconcile calm");
        hot.SetResult();
        await _op.Calls("reconcile hot", "reconcile calm", "reconcile hot");
        Assert.Equal(1, mostHot);
        Assert.Equal("20", _op.Log.Entities.Last().Spec.Size);
    }

    [Fact]
    public async Task The_queue_of_the_contract_brings_an_entity_back_after_its_delay()
    {
        _op.Put("one");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        var queue = _op.Services.GetRequiredService<EntityQueue<Widget>>();
        var at = _op.Time.GetUtcNow();

        var taken = await queue(
            _op.Log.Entities.First(),
            ReconciliationType.Modified,
            ReconciliationTriggerSource.Operator,
            TimeSpan.FromSeconds(30),
            0,
            TestContext.Current.CancellationToken);

        Assert.True(taken);
        await _op.Calls("reconcile one", "reconcile one");
        Assert.InRange((_op.Time.GetUtcNow() - at).TotalSeconds, 30, 60);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_as_its_entity_does_not_stop_the_others()
    {
        _op.Api.Put(Widget.Resource, "shop", "bad", new() { ["spec"] = "no object" });
        _op.Put("good");
        await _op.StartAsync();

        await _op.Calls("reconcile good");
    }

    [Fact]
    public async Task A_status_is_written_as_a_patch_of_what_differs_and_unknown_fields_stay()
    {
        _op.Api.Put(Widget.Resource, "shop", "one", new()
        {
            ["spec"] = new JsonObject { ["size"] = "L", ["newer"] = "field" },
            ["status"] = new JsonObject { ["newer"] = "state" },
        });
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        var client = _op.Services.GetRequiredService<IKubernetesClient>();
        var entity = _op.Log.Entities.First();
        entity.Status = new() { Seen = "yes" };

        await client.UpdateStatusAsync(entity, TestContext.Current.CancellationToken);
        await client.UpdateStatusAsync(entity, TestContext.Current.CancellationToken);

        var live = _op.Api.Get(Widget.Resource, "shop", "one")!;
        Assert.Equal("field", (string?)live["spec"]!["newer"]);
        Assert.Equal("yes", (string?)live["status"]!["seen"]);
        var write = Assert.Single(_op.Api.Requests, r => r.Method != "GET");
        Assert.Equal(("PATCH", "/apis/example.com/v1/namespaces/shop/widgets/one/status"), (write.Method, write.Path));
    }

    private void WithoutWatch(Action change)
    {
        _op.Api.Intercept = r => r.IsWatch ? Answer.Refusal(HttpStatusCode.ServiceUnavailable, "", "") : null;
        _op.Api.EndWatches();
        change();
        _op.Api.Compact();
        _op.Api.Intercept = null;
    }
}
