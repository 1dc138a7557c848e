using GitOpsGuard.Operator.Queue;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Operator.Tests;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() =>
        _queue = new(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(1)), _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_that_was_added_often_is_taken_once()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal("a", await Take());
        Assert.Equal("b", await Take());
        Assert.Equal(0, _queue.Ready);
    }

    [Fact]
    public async Task A_key_that_is_worked_on_comes_back_only_when_that_is_done()
    {
        _queue.Add("a");
        await Take();
        _queue.Add("a");
        Assert.Equal(0, _queue.Ready);

        _queue.Done("a");

        Assert.Equal("a", await Take());
        _queue.Done("a");
        Assert.Equal(0, _queue.Ready);
    }

    [Fact]
    public async Task An_urgent_key_goes_first_and_raises_the_one_that_waits()
    {
        _queue.Add("low", QueuePriority.Low);
        _queue.Add("normal");
        _queue.Add("raised", QueuePriority.Low);
        _queue.Add("raised", QueuePriority.High);

        Assert.Equal("raised", await Take());
        Assert.Equal("normal", await Take());
        Assert.Equal("low", await Take());
        Assert.Equal(0, _queue.Ready);
    }

    [Fact]
    public async Task What_is_not_urgent_is_not_starved()
    {
        _queue.Add("low", QueuePriority.Low);
        for (var i = 0; i < 10; i++) _queue.Add($"high{i}", QueuePriority.High);

        var taken = new List<string>();
        for (var i = 0; i < 5; i++) taken.Add(await Take());

        Assert.Contains("low", taken);
    }

    [Fact]
    public void A_delayed_key_is_ready_at_its_earliest_time_and_once()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _queue.AddAfter("a", TimeSpan.FromSeconds(2));
        _queue.AddAfter("a", TimeSpan.FromSeconds(9));

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(0, _queue.Ready);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, _queue.Ready);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, _queue.Ready);
    }

    [Fact]
    public async Task A_resync_replaces_the_one_before_and_leaves_what_was_asked_for()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(3));
        _queue.Resync("a", TimeSpan.FromSeconds(60));
        _queue.Resync("a", TimeSpan.FromSeconds(90));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("a", await Take());
        _queue.Done("a");
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _queue.Ready);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, _queue.Ready);
    }

    [Fact]
    public void Delays_after_failures_double_to_the_limit_and_begin_again_after_a_success()
    {
        var delays = Enumerable.Range(0, 6).Select(_ => _queue.AddFailed("a").TotalSeconds).ToList();
        _queue.Forget("a");

        Assert.All(delays.Zip([1.0, 2, 4, 8, 8, 8]), d => Assert.InRange(d.First, d.Second, d.Second * 1.25));
        Assert.InRange(_queue.AddFailed("a").TotalSeconds, 1, 1.25);
    }

    [Fact]
    public async Task A_key_that_is_rescheduled_ever_again_does_not_pile_up()
    {
        for (var i = 0; i < 10_000; i++) _queue.Resync("a", TimeSpan.FromMinutes(10));

        _time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("a", await Take());
        _queue.Done("a");
        Assert.Equal(0, _queue.Ready);
    }

    private Task<string> Take() => _queue.TakeAsync(TestContext.Current.CancellationToken);
}
