namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Remembers recent events, joins those that differ in their message alone once there are many, and says how many writes each
/// object may still have. Bounded in all; safe for concurrent use.
/// </summary>
internal sealed class EventMemory(TimeProvider time)
{
    /// <summary>Different messages of one reason about one object; what comes after them is one event.</summary>
    public const int MostMessages = 10;

    private const int MostGroups = 1024;
    private const int Burst = 25;
    private const string Combined = "(combined from similar events): ";
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<EventGroupKey, EventGroup> _groups = [];
    private readonly Dictionary<ObjectReference, (double Left, DateTimeOffset At)> _budgets = [];

    /// <summary>How many groups of events are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _groups.Count;
        }
    }

    /// <summary>Counts an event.</summary>
    /// <returns>What is to be written of it now; null where the object has had too many writes, which a later one makes up for.</returns>
    public RecordedEvent? Note(EventGroupKey key, string message)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var recorded = Find(key, message, now);
            recorded.Count++;
            recorded.LastSeen = now;
            return Take(key.About, now) ? recorded : null;
        }
    }

    private RecordedEvent Find(EventGroupKey key, string message, DateTimeOffset now)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            if (_groups.Count >= MostGroups) Forget(now);
            _groups[key] = group = new();
        }

        foreach (var old in group.Events.Where(e => now - e.Value.LastSeen >= Memory).Select(e => e.Key).ToList()) group.Events.Remove(old);
        if (group.Events.TryGetValue(message, out var known)) return known;
        if (group.Events.Count < MostMessages) return group.Events[message] = new(key, message, now);
        if (group.Combined is not { } combined || now - combined.LastSeen >= Memory) group.Combined = combined = new(key, "", now);
        combined.Message = Combined + message;
        return combined;
    }

    private bool Take(ObjectReference about, DateTimeOffset now)
    {
        var (left, at) = _budgets.GetValueOrDefault(about, (Burst, now));
        left = Math.Min(Burst, left + ((now - at) / Refill));
        var enough = left >= 1;
        _budgets[about] = (enough ? left - 1 : left, now);
        return enough;
    }

    /// <summary>Drops the older half, and the budgets that are full again or that nothing is remembered for.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _groups.OrderBy(g => g.Value.LastSeen).Select(g => g.Key).Take(MostGroups / 2).ToList()) _groups.Remove(key);
        var remembered = _groups.Keys.Select(k => k.About).ToHashSet();
        foreach (var (about, (left, at)) in _budgets.ToList())
            if (left + ((now - at) / Refill) >= Burst || !remembered.Contains(about)) _budgets.Remove(about);
    }

    private sealed class EventGroup
    {
        public Dictionary<string, RecordedEvent> Events { get; } = new(StringComparer.Ordinal);

        public RecordedEvent? Combined { get; set; }

        public DateTimeOffset LastSeen =>
            Events.Values.Append(Combined).Max(e => e?.LastSeen) ?? DateTimeOffset.MinValue;
    }
}
