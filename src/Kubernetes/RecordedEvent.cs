namespace GitOpsGuard.Kubernetes;

/// <summary>An event that is the same each time it happens, and what was written of it.</summary>
internal sealed class RecordedEvent(EventGroupKey key, string message, DateTimeOffset first)
{
    public EventGroupKey Key => key;

    public DateTimeOffset FirstSeen { get; } = first;

    /// <summary>Held by whoever writes it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Name of the Event; null until it is written.</summary>
    public string? Name { get; set; }

    public string Message { get; set; } = message;

    public int Count { get; set; }

    public DateTimeOffset LastSeen { get; set; } = first;
}
