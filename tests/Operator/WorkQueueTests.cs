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

    [Fact]
    public async Task Groups_take_turns_however_many_keys_one_of_them_has()
    {
        using var queue = new WorkQueue<string>(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(1)), _time, k => k[..1]);
        for (var i = 0; i < 100; i++) queue.Add($"a{i}");
        queue.Add("b0");
        queue.Add("b1");
        queue.Add("c0");

        var taken = new List<string>();
        for (var i = 0; i < 6; i++) taken.Add(await queue.TakeAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["a0", "b0", "c0", "a1", "b1", "a2"], taken);
    }

    [Fact]
    public async Task A_group_that_empties_and_fills_again_waits_for_its_turn()
    {
        using var queue = new WorkQueue<string>(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(1)), _time, k => k[..1]);
        var ct = TestContext.Current.CancellationToken;
        queue.Add("hot");
        queue.Add("a0");
        queue.Add("b0");

        var taken = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var key = await queue.TakeAsync(ct);
            taken.Add(key);
            if (key == "hot") queue.Add("hot");
            queue.Done(key);
        }

        Assert.Equal(["hot", "a0", "b0"], taken[..3]);
    }

    [Fact]
    public async Task A_hot_urgent_key_leaves_turns_to_others_with_one_worker_alone()
    {
        _queue.Add("hot", QueuePriority.High);
        for (var i = 0; i < 5; i++) _queue.Add($"calm{i}", QueuePriority.Low);

        var taken = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            var key = await Take();
            taken.Add(key);
            if (key == "hot") _queue.Add("hot", QueuePriority.High);
            _queue.Done(key);
        }

        Assert.Equal(5, taken.Count(k => k != "hot"));
    }

    [Fact]
    public async Task A_key_put_off_while_it_is_worked_on_comes_at_its_time()
    {
        _queue.Add("a");
        await Take();
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _queue.Done("a");
        Assert.Equal(0, _queue.Ready);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("a", await Take());
    }

    [Fact]
    public async Task Steps_of_the_wall_clock_neither_hasten_nor_delay_keys()
    {
        var clock = new SteppedClock();
        using var queue = new WorkQueue<string>(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(1)), clock);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));

        clock.Step(TimeSpan.FromDays(-30));
        queue.AddAfter("b", TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(9));
        clock.Step(TimeSpan.FromDays(60));
        Assert.Equal(0, queue.Ready);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, queue.Ready);
        Assert.Equal("a", await queue.TakeAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_state_tells_how_many_wait_and_how_long()
    {
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(3));
        _queue.Add("b");
        _queue.AddAfter("c", TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            new() { Ready = 2, Delayed = 1, LongestWait = TimeSpan.FromSeconds(5), SinceTaken = TimeSpan.FromSeconds(5) },
            _queue.State);

        await Take();
        _queue.AddFailed("a");
        _time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(
            new()
            {
                Ready = 1,
                Working = 1,
                Delayed = 2,
                Failing = 1,
                LongestWait = TimeSpan.FromSeconds(2.5),
                LongestWork = TimeSpan.FromSeconds(0.5),
                SinceTaken = TimeSpan.FromSeconds(0.5),
            },
            _queue.State);
    }

    private Task<string> Take() => _queue.TakeAsync(TestContext.Current.CancellationToken);
}
