namespace GitOpsGuard.Operator.Queue;

/// <summary>
/// Keys that are due later, by the time since the queue was made. Each has at most one time that was asked for, the earliest, and
/// one of its resync.
/// </summary>
internal sealed class DelayedKeys<TKey>
    where TKey : notnull
{
    private const int LeastToCompact = 256;

    private readonly Dictionary<TKey, Due> _due = [];
    private readonly PriorityQueue<(TKey Key, long Stamp), (TimeSpan At, long Stamp)> _order = new();
    private long _stamp;

    public int Count => _due.Count;

    /// <summary>When the next key is due, or a moment before; null when none is.</summary>
    public TimeSpan? Next => _order.TryPeek(out _, out var place) ? place.At : null;

    public void Add(TKey key, TimeSpan at, QueuePriority priority)
    {
        var due = _due.GetValueOrDefault(key);
        if (due.Asked <= at) return;
        Set(key, due with { Asked = at, Priority = priority });
    }

    public void SetResync(TKey key, TimeSpan? at) => Set(key, _due.GetValueOrDefault(key) with { Resync = at });

    /// <summary>Takes a key that is due, or returns null.</summary>
    public (TKey Key, QueuePriority Priority)? TakeDue(TimeSpan now)
    {
        while (_order.TryPeek(out var entry, out var place) && place.At <= now)
        {
            _order.Dequeue();
            if (!_due.TryGetValue(entry.Key, out var due) || due.Stamp != entry.Stamp) continue;
            var asked = due.Asked <= now;
            Set(entry.Key, new() { Asked = asked ? null : due.Asked, Resync = due.Resync <= now ? null : due.Resync });
            return (entry.Key, asked ? due.Priority : QueuePriority.Low);
        }

        return null;
    }

    private void Set(TKey key, Due due)
    {
        if (due.Earliest is not { } at)
        {
            _due.Remove(key);
            return;
        }

        _due[key] = due with { Stamp = ++_stamp };
        _order.Enqueue((key, _stamp), (at, _stamp));
        if (_order.Count > LeastToCompact && _order.Count > 4 * _due.Count) Compact();
    }

    /// <summary>Drops overtaken entries, which a busy key leaves behind.</summary>
    private void Compact()
    {
        _order.Clear();
        foreach (var (key, due) in _due) _order.Enqueue((key, due.Stamp), (due.Earliest!.Value, due.Stamp));
    }

    private readonly record struct Due
    {
        public TimeSpan? Asked { get; init; }

        public TimeSpan? Resync { get; init; }

        public QueuePriority Priority { get; init; }

        /// <summary>Tells the entry in the order that counts from those that were overtaken.</summary>
        public long Stamp { get; init; }

        public TimeSpan? Earliest => Asked is null || Resync < Asked ? Resync : Asked;
    }
}
