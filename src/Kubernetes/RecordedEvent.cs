namespace GitOpsGuard.Kubernetes;

/// <summary>An event that is the same each time it happens.</summary>
internal sealed record EventKey(ObjectReference About, string Reason, string Message, EventType Type);

/// <summary>What was written of an event. Changed only by who holds <see cref="Gate"/>.</summary>
internal sealed class RecordedEvent(EventKey key)
{
    public EventKey Key => key;

    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Name of the Event; null until it is written.</summary>
    public string? Name { get; set; }

    public int Count { get; set; }
}
