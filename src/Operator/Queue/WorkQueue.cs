using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Queue;

/// <summary>
/// Keys that ask for work. A key is in the queue once however often it was added, and is worked on by one taker at a time: added
/// meanwhile, it is ready again as soon as that one is done. Failures come back after delays that double up to a limit, for ever.
/// Ready keys go by priority, and within a priority the groups that they belong to take turns. Steps of the wall clock do not matter.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly QueueBackoff _backoff;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ReadyLanes<TKey> _ready;
    private readonly DelayedKeys<TKey> _delayed = new();
    private readonly Dictionary<TKey, Turn> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly SemaphoreSlim _available = new(0);
    private readonly long _began;
    private long _takenAt;

    /// <summary>An empty queue.</summary>
    /// <param name="backoff">Delays after failures.</param>
    /// <param name="time">Clock.</param>
    /// <param name="groupOf">The group of a key, such as its namespace; all keys are of one group when null.</param>
    public WorkQueue(QueueBackoff backoff, TimeProvider time, Func<TKey, string>? groupOf = null)
    {
        _backoff = backoff;
        _time = time;
        _began = _takenAt = time.GetTimestamp();
        _ready = new(groupOf ?? (static _ => ""), time);
        _timer = time.CreateTimer(_ => MoveDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys that are ready and wait for a taker.</summary>
    public int Ready
    {
        get
        {
            lock (_lock) return _ready.Count;
        }
    }

    /// <summary>How many keys wait, and how long the longest has.</summary>
    public QueueState State
    {
        get
        {
            lock (_lock)
            {
                return new()
                {
                    Ready = _ready.Count,
                    Working = _working.Count,
                    Delayed = _delayed.Count,
                    Failing = _failures.Count,
                    LongestWait = _ready.LongestWait ?? TimeSpan.Zero,
                    SinceTaken = _time.GetElapsedTime(_takenAt),
                    LongestWork = _working.Count == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_working.Values.Min(t => t.Since)),
                };
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>Makes a key ready now.</summary>
    public void Add(TKey key, QueuePriority priority = QueuePriority.Normal)
    {
        lock (_lock) MakeReady(key, priority);
    }

    /// <summary>Makes a key ready after a delay, or earlier where it was to be so already.</summary>
    public void AddAfter(TKey key, TimeSpan delay, QueuePriority priority = QueuePriority.Normal)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key, priority);
            return;
        }

        lock (_lock)
        {
            _delayed.Add(key, Now + delay, priority);
            SetTimer();
        }
    }

    /// <summary>Makes a key ready once its delay for one more failure has passed.</summary>
    /// <returns>That delay.</returns>
    public TimeSpan AddFailed(TKey key)
    {
        int failures;
        lock (_lock)
        {
            failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
        }

        var delay = _backoff.After(failures);
        AddAfter(key, delay);
        return delay;
    }

    /// <summary>Sets when a key is due again by itself, in place of when it was; null means not by itself.</summary>
    public void Resync(TKey key, TimeSpan? delay)
    {
        lock (_lock)
        {
            _delayed.SetResync(key, delay is null ? null : Now + delay.Value);
            SetTimer();
        }
    }

    /// <summary>Forgets the failures of a key.</summary>
    public void Forget(TKey key)
    {
        lock (_lock) _failures.Remove(key);
    }

    /// <summary>Waits for a key and takes it; <see cref="Done"/> must follow.</summary>
    public async Task<TKey> TakeAsync(CancellationToken ct)
    {
        await _available.WaitAsync(ct);
        lock (_lock)
        {
            var key = _ready.Take();
            _takenAt = _time.GetTimestamp();
            _working[key] = new(_takenAt, null);
            return key;
        }
    }

    /// <summary>Gives a taken key back.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
            if (_working.Remove(key, out var turn) && turn.Again is { } priority) MakeReady(key, priority);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Takers have been cancelled by now; the semaphore holds no handle of its own.
        _timer.Dispose();
    }

    private void MakeReady(TKey key, QueuePriority priority)
    {
        if (_working.TryGetValue(key, out var turn))
        {
            if (turn.Again is null || priority < turn.Again) _working[key] = turn with { Again = priority };
        }
        else if (_ready.Add(key, priority))
        {
            _available.Release();
        }
    }

    private void MoveDue()
    {
        lock (_lock)
        {
            while (_delayed.TakeDue(Now) is { } due) MakeReady(due.Key, due.Priority);
            SetTimer();
        }
    }

    private void SetTimer()
    {
        var next = _delayed.Next - Now;
        if (next < TimeSpan.Zero) next = TimeSpan.Zero;
        // Timers take at most 49 days; an early call finds nothing due and sets the next.
        if (next > TimeSpan.FromDays(1)) next = TimeSpan.FromDays(1);
        // Timers count whole milliseconds; one that fires early would be set again and again.
        if (next is { } due) next = TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds));
        _timer.Change(next ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A key that is worked on.</summary>
    /// <param name="Since">When it was taken.</param>
    /// <param name="Again">How urgently it was added meanwhile; null where it was not.</param>
    private readonly record struct Turn(long Since, QueuePriority? Again);
}
