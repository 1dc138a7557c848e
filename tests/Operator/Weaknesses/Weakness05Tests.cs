using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 5: one object that changes often keeps others from being reconciled.</summary>
public sealed class Weakness05Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

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
}
