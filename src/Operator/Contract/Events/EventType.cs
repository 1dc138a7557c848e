namespace KubeOps.Abstractions.Events;

/// <summary>How an event is meant.</summary>
public enum EventType
{
    /// <summary>All is as it should be.</summary>
    Normal,

    /// <summary>Somebody may want to look.</summary>
    Warning,
}
