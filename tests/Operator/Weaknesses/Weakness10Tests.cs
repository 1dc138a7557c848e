using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 10: changes of metadata are invisible by generation, own status writes come back by resource version, and a controller cannot choose.</summary>
public sealed class Weakness10Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

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
    public async Task By_resource_version_a_change_of_others_counts_and_the_operators_own_status_write_does_not()
    {
        _op.Log.Behaviour = async (_, e, ct) =>
        {
            e.Status = new() { Seen = $"{_op.Log.Calls.Count}" };
            return ReconciliationResult<Widget>.Success(await Client.UpdateStatusAsync(e, ct));
        };
        _op.Put("one");
        await _op.StartAsync(settings: s => s.WithReconcileStrategy(ReconcileStrategy.ByResourceVersion));
        await _op.Holds(() => (string?)_op.Api.Get(Widget.Resource, "shop", "one")!["status"]?["seen"] is not null);
        await _op.Pass(TimeSpan.FromMinutes(2));
        // An event that overtakes the answer to the write costs one more look, now and then.
        Assert.InRange(_op.Log.Calls.Count, 1, 30);
        var before = _op.Log.Calls.Count;

        _op.Put("one", metadata: new() { ["labels"] = new JsonObject { ["a"] = "b" } });

        await _op.Holds(() => _op.Log.Calls.Count > before);
    }

    [Fact]
    public async Task A_controller_may_choose_the_changes_that_count()
    {
        _op.Put("one", size: "S");
        await _op.StartAsync(b => b.ConfigureControllers<Widget>(new()
        {
            PriorityOf = e => Changes.OfLabels(e) ? Queue.QueuePriority.High : null,
        }));
        await _op.Calls("reconcile one");

        _op.Put("one", size: "M");
        await _op.Pass(TimeSpan.FromSeconds(10));
        Assert.Single(_op.Log.Calls);
        _op.Put("one", size: "M", metadata: new() { ["labels"] = new JsonObject { ["a"] = "b" } });

        await _op.Calls("reconcile one", "reconcile one");
    }

    private IKubernetesClient Client => _op.Services.GetRequiredService<IKubernetesClient>();
}
