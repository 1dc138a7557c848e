using System.Collections.Concurrent;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 15: delays after failures have no limit, no jitter, and are not each item's own.</summary>
public sealed class Weakness15Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task Delays_double_from_the_first_to_the_longest_of_the_settings()
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        _op.Log.Behaviour = (_, e, _) =>
        {
            times.Enqueue(_op.Time.GetUtcNow());
            return Task.FromResult(ReconciliationResult<Widget>.Failure(e, "no"));
        };
        _op.Put("one");
        await _op.StartAsync(
            b => b.ConfigureControllers<Widget>(new() { LongestBackoff = TimeSpan.FromSeconds(20) }),
            s => s.WithParallelReconciliation(p => p.WithErrorBackoffBase(TimeSpan.FromSeconds(2))));

        await _op.Holds(() => times.Count >= 12, TimeSpan.FromSeconds(1));

        var at = times.ToArray();
        var delays = at.Zip(at.Skip(1), (a, b) => (b - a).TotalSeconds).Take(11).ToList();
        // A loaded machine may take longer; without a limit the last would be above 2,000.
        Assert.All(delays.Zip([2.0, 4, 8, 16]), d => Assert.True(d.First >= d.Second));
        Assert.All(delays.Skip(4), d => Assert.InRange(d, 20, 200));
    }

    [Fact]
    public async Task Failures_of_one_entity_do_not_delay_another()
    {
        _op.Log.Behaviour = (_, e, _) => Task.FromResult(e.Metadata.Name == "bad"
            ? ReconciliationResult<Widget>.Failure(e, "no")
            : ReconciliationResult<Widget>.Success(e));
        _op.Put("bad");
        await _op.StartAsync(settings: s => s.WithParallelReconciliation(p => p.WithErrorBackoffBase(TimeSpan.FromMinutes(5))));
        await _op.Calls("reconcile bad");

        _op.Put("good");

        await _op.Calls("reconcile bad", "reconcile good");
    }

    [Fact]
    public void Delays_are_spread_by_up_to_a_quarter()
    {
        var backoff = new Queue.QueueBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(1));

        var delays = Enumerable.Range(0, 200).Select(_ => backoff.After(0).TotalSeconds).ToList();

        Assert.All(delays, d => Assert.InRange(d, 1, 1.25));
        Assert.InRange(delays.Max() - delays.Min(), 0.1, 0.25);
    }
}
