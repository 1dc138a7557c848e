using System.Collections.Concurrent;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Operator.Tests;

/// <summary>
/// A queue under random use: workers that succeed and fail, adds now and later, resyncs, a clock that jumps. Each add is a demand
/// that a later take of the key must meet; no key may be taken twice at once.
/// </summary>
internal sealed class QueueSoak : IDisposable
{
    private const int Workers = 16;

    private readonly SteppedClock _clock = new();
    private readonly WorkQueue<int> _queue;
    private readonly Key[] _keys;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private long _taken;
    private volatile bool _calm;

    public QueueSoak(int keys)
    {
        _queue = new(new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), new Random(7)), _clock, k => $"{k % 97}");
        _keys = [.. Enumerable.Range(0, keys).Select(_ => new Key())];
    }

    public IReadOnlyCollection<string> Faults => _faults;

    public long Taken => Interlocked.Read(ref _taken);

    public QueueState State => _queue.State;

    /// <summary>How many keys have a demand that nobody has met.</summary>
    public int Unmet => _keys.Count(k => Volatile.Read(ref k.Met) < Volatile.Read(ref k.Demanded));

    /// <summary>Adds keys at random, while workers take them, then lets all that is open come to its end.</summary>
    public async Task RunAsync(int rounds, int addsEach, Action<int> eachRound)
    {
        var workers = Enumerable.Range(0, Workers).Select(i => Task.Run(() => WorkAsync(new Random(i)), CancellationToken.None)).ToList();
        var random = new Random(42);
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < addsEach; i++) Demand(random.Next(_keys.Length), random);
            if (round % 5 == 0) _clock.Step(TimeSpan.FromHours(random.Next(-48, 48)));
            _clock.Advance(TimeSpan.FromSeconds(random.Next(1, 20)));
            await DrainAsync();
            eachRound(round);
        }

        _calm = true;
        // Longer than the longest delay that is asked for and the longest backoff.
        for (var i = 0; i < 60; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            await DrainAsync();
        }

        await _stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _stop.Dispose();
    }

    private void Demand(int key, Random random)
    {
        Interlocked.Increment(ref _keys[key].Demanded);
        switch (random.Next(4))
        {
            case 0: _queue.AddAfter(key, TimeSpan.FromSeconds(random.Next(1, 600)), (QueuePriority)random.Next(3)); break;
            case 1: _queue.AddFailed(key); break;
            default: _queue.Add(key, (QueuePriority)random.Next(3)); break;
        }
    }

    /// <summary>Waits until no key is ready or worked on.</summary>
    private async Task DrainAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_queue.State is not { Ready: 0, Working: 0 })
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(2)) throw new TimeoutException($"Stuck: {_queue.State}");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task WorkAsync(Random random)
    {
        try
        {
            while (true) await TurnAsync(await _queue.TakeAsync(_stop.Token), random);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task TurnAsync(int key, Random random)
    {
        var state = _keys[key];
        if (Interlocked.Increment(ref state.Working) != 1) _faults.Enqueue($"{key} was taken twice at once");
        Interlocked.Increment(ref _taken);
        var seen = Volatile.Read(ref state.Demanded);
        // Demands that come while the key is worked on, after its state was looked at.
        if (!_calm && random.Next(6) == 0) Demand(key, random);
        if (random.Next(8) == 0) await Task.Yield();
        var fails = !_calm && random.Next(10) == 0;
        if (fails)
        {
            _queue.AddFailed(key);
        }
        else
        {
            Volatile.Write(ref state.Met, seen);
            _queue.Forget(key);
            _queue.Resync(key, !_calm && random.Next(20) == 0 ? TimeSpan.FromSeconds(random.Next(10, 300)) : null);
        }

        Interlocked.Decrement(ref state.Working);
        _queue.Done(key);
    }

    private sealed class Key
    {
        public int Demanded;
        public int Met;
        public int Working;
    }
}
