using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 2: a failure that is returned, not thrown, is not tried again.</summary>
public sealed class Weakness02Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_failure_is_tried_again_whether_returned_or_thrown_until_a_success()
    {
        var failures = 3;
        _op.Log.Behaviour = (_, e, _) => Task.FromResult(failures-- switch
        {
            <= 0 => ReconciliationResult<Widget>.Success(e),
            2 => throw new InvalidOperationException("broken"),
            _ => ReconciliationResult<Widget>.Failure(e, "no"),
        });
        _op.Put("one");
        await _op.StartAsync();

        await _op.Holds(() => _op.Log.Count("reconcile one") == 4);
        await _op.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(4, _op.Log.Count("reconcile one"));
    }
}
