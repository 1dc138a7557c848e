namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>A lease out of the lock.</summary>
public sealed record BreakGlassSpec
{
    /// <summary>Who may write while the lease is open.</summary>
    public IReadOnlyList<BreakGlassSubject> Subjects { get; set; } = [];

    /// <summary>Why, for the record.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How long from its creation, as a Go duration, bounded by the policy.</summary>
    public string Duration { get; set; } = "";

    /// <summary>What the lease covers; everything in its namespace when absent.</summary>
    public BreakGlassCover? Covers { get; init; }

    /// <summary>At the end <c>Revert</c> restores Git's state, <c>Propose</c> leaves the changes as ChangeRequests. Default <c>Revert</c>.</summary>
    public string After { get; set; } = "Revert";
}

/// <summary>A user, group or ServiceAccount.</summary>
public sealed record BreakGlassSubject
{
    public string Kind { get; set; } = "";

    public string Name { get; set; } = "";

    public string? Namespace { get; init; }
}

/// <summary>What a lease covers.</summary>
public sealed record BreakGlassCover
{
    public IReadOnlyList<string>? Namespaces { get; init; }

    public IReadOnlyList<string>? Kinds { get; init; }

    public IReadOnlyList<string>? Names { get; init; }
}

/// <summary>How the lease stands.</summary>
public sealed record BreakGlassStatus
{
    public long ObservedGeneration { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }
}
