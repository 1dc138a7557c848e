using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 1: an entity that has failed a number of times is dropped until its spec changes.</summary>
public sealed class Weakness01Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task An_entity_that_fails_twenty_times_is_tried_until_it_succeeds_though_nothing_changes()
    {
        _op.Log.Behaviour = (_, e, _) => Task.FromResult(_op.Log.Calls.Count <= 20
            ? ReconciliationResult<Widget>.Failure(e, "no")
            : ReconciliationResult<Widget>.Success(e));
        _op.Put("one");
        await _op.StartAsync(b => b.ConfigureControllers<Widget>(new() { LongestBackoff = TimeSpan.FromSeconds(20) }));

        await _op.Holds(() => _op.Log.Count("reconcile one") == 21, TimeSpan.FromSeconds(2));
        await _op.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(21, _op.Log.Count("reconcile one"));
    }
}
