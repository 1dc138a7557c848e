namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>A lease out of the lock.</summary>
public sealed record BreakGlassSpec
{
    /// <summary>Who may write while the lease is open.</summary>
    public IReadOnlyList<BreakGlassSubject> Subjects { get; set; } = [];

    /// <summary>Why, for the record.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How long from its creation, or its approval, as a Go duration, bounded by the policy.</summary>
    public string Duration { get; set; } = "";

    /// <summary>What the lease covers; everything in its namespace when absent.</summary>
    public BreakGlassCover? Covers { get; init; }

    /// <summary>At the end <c>Revert</c> restores Git's state; with <c>Propose</c> the changes stay while their ChangeRequests are open. Default <c>Revert</c>.</summary>
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
    /// <summary>Namespaces; another than its own only in the guard's namespace.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Cluster-scoped objects too; only in the guard's namespace. Default false.</summary>
    public bool ClusterScoped { get; init; }

    /// <summary>Kinds, as <c>Deployment</c> or <c>Deployment.apps</c>; all when absent.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Names of objects; all when absent.</summary>
    public IReadOnlyList<string>? Names { get; init; }
}

/// <summary>How the lease stands.</summary>
public sealed record BreakGlassStatus
{
    public long ObservedGeneration { get; init; }

    /// <summary>Who asked for it, as the guard saw.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Who approved it; written by the second person.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When the guard took note of the approval.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>When it ends, or ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many changes were recorded under it.</summary>
    public int Changes { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }
}
