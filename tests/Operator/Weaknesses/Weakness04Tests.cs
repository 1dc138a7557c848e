using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 4: an object that takes the place of a deleted one is not noticed.</summary>
public sealed class Weakness04Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task An_object_made_anew_in_the_place_of_a_deleted_one_is_reconciled()
    {
        _op.Put("one", size: "old");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        await _op.Holds(() => _op.Api.OpenWatches == 1);

        _op.WithoutWatch(() =>
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
}
