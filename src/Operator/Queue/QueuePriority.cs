namespace GitOpsGuard.Operator.Queue;

/// <summary>Which of the keys that are ready goes first. One in four goes from the lowest that has any, so that none starves.</summary>
public enum QueuePriority
{
    /// <summary>Somebody waits: a change by a person, a repair.</summary>
    High,

    /// <summary>An event.</summary>
    Normal,

    /// <summary>A look at what has probably not changed.</summary>
    Low,
}
