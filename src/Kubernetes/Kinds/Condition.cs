namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>A condition in the sense of kstatus.</summary>
public sealed record Condition
{
    /// <summary><c>Ready</c>, <c>Reconciling</c>, <c>Stalled</c>, or a type of the kind's own.</summary>
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>One of <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>When <see cref="Status"/> last changed.</summary>
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>The generation that this condition speaks of.</summary>
    public long ObservedGeneration { get; init; }
}
