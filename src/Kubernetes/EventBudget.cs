namespace GitOpsGuard.Kubernetes;

/// <summary>Remembers recent events, and how many different ones each object may still have. Bounded in all.</summary>
internal sealed class EventBudget(TimeProvider time)
{
    private const int MostEvents = 4096;
    private const int Burst = 25;
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<EventKey, (RecordedEvent Event, DateTimeOffset Seen)> _events = [];
    private readonly Dictionary<ObjectReference, (double Left, DateTimeOffset At)> _budgets = [];

    /// <summary>The event to raise or to write first; null where the object has had too many.</summary>
    public RecordedEvent? Find(EventKey key)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_events.TryGetValue(key, out var known) && now - known.Seen < Memory)
            {
                _events[key] = (known.Event, now);
                return known.Event;
            }

            if (!Take(key.About, now)) return null;
            if (_events.Count >= MostEvents) Forget(now);
            var fresh = new RecordedEvent(key);
            _events[key] = (fresh, now);
            return fresh;
        }
    }

    private bool Take(ObjectReference about, DateTimeOffset now)
    {
        var (left, at) = _budgets.GetValueOrDefault(about, (Burst, now));
        left = Math.Min(Burst, left + ((now - at) / Refill));
        var enough = left >= 1;
        _budgets[about] = (enough ? left - 1 : left, now);
        return enough;
    }

    /// <summary>Drops what is old, and the older half where that is not enough.</summary>
    private void Forget(DateTimeOffset now)
    {
        var byAge = _events.OrderBy(e => e.Value.Seen).Select(e => e.Key).ToList();
        foreach (var key in byAge.Take(MostEvents / 2)) _events.Remove(key);
        foreach (var (about, (left, at)) in _budgets.ToList())
            if (left + ((now - at) / Refill) >= Burst) _budgets.Remove(about);
    }
}
