using System.Collections.Concurrent;
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
    public async Task A_success_may_ask_to_be_called_again()
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        _op.Log.Behaviour = (_, e, _) =>
        {
            times.Enqueue(_op.Time.GetUtcNow());
            return Task.FromResult(ReconciliationResult<Widget>.Success(e, TimeSpan.FromMinutes(1)));
        };
        _op.Put("one");
        await _op.StartAsync();

        await _op.Holds(() => times.Count >= 3);

        var at = times.ToArray();
        Assert.InRange((at[1] - at[0]).TotalSeconds, 60, 90);
        Assert.InRange((at[2] - at[1]).TotalSeconds, 60, 90);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_as_its_entity_does_not_stop_the_others()
    {
        _op.Api.Put(Widget.Resource, "shop", "bad", new() { ["spec"] = "no object" });
        _op.Put("good");
        await _op.StartAsync();

        await _op.Calls("reconcile good");
    }

}
