namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>What to apply of a source.</summary>
public sealed record GitSyncSpec
{
    /// <summary>The GitSource, in the same namespace.</summary>
    public LocalReference SourceRef { get; set; } = new();

    /// <summary>Directory in the repository. Default <c>.</c>, the root.</summary>
    public string Path { get; set; } = ".";

    /// <summary>How often everything is applied again, as a Go duration. Default <c>10m</c>.</summary>
    public string Interval { get; set; } = "10m";

    /// <summary>Deletes what Git no longer declares. Default true.</summary>
    public bool Prune { get; set; } = true;

    /// <summary>Ready only when all objects are healthy.</summary>
    public bool Wait { get; init; }

    /// <summary>Deadline of one reconciliation, as a Go duration. Default <c>5m</c>.</summary>
    public string Timeout { get; set; } = "5m";

    /// <summary>GitSyncs that must be ready first.</summary>
    public IReadOnlyList<SyncReference>? DependsOn { get; init; }

    /// <summary>Namespace given to all namespaced objects.</summary>
    public string? TargetNamespace { get; init; }

    /// <summary>ServiceAccount in the same namespace with whose rights objects are written.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary><c>Correct</c> repairs drift, <c>Report</c> only tells. Default <c>Correct</c>.</summary>
    public string Drift { get; set; } = "Correct";

    /// <summary>Fields that drift leaves alone.</summary>
    public IReadOnlyList<IgnoreRule>? Ignore { get; init; }

    /// <summary>Deletes and creates again an object whose change the API server refuses as immutable.</summary>
    public bool Force { get; init; }

    /// <summary>Stops reconciliation and drift repair while true; the lock stays.</summary>
    public bool Suspend { get; init; }

    /// <summary>What becomes of the objects when the GitSync is deleted: <c>Delete</c> or <c>Orphan</c>. Default <c>Delete</c>.</summary>
    public string DeletionPolicy { get; set; } = "Delete";
}

/// <summary>A GitSync, in the same namespace when <see cref="Namespace"/> is absent.</summary>
public sealed record SyncReference
{
    public string Name { get; set; } = "";

    public string? Namespace { get; init; }
}

/// <summary>Paths that drift leaves alone in the objects that the target matches.</summary>
public sealed record IgnoreRule
{
    /// <summary>JSON pointers.</summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    public IgnoreTarget? Target { get; init; }
}

/// <summary>Which objects; an absent member matches all.</summary>
public sealed record IgnoreTarget
{
    public string? Group { get; init; }

    public string? Kind { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }
}

/// <summary>What has been applied.</summary>
public sealed record GitSyncStatus
{
    public long ObservedGeneration { get; init; }

    public string? LastHandledReconcileAt { get; init; }

    public string? LastAppliedRevision { get; init; }

    public string? LastAttemptedRevision { get; init; }

    public InventorySummary? Inventory { get; init; }

    public IReadOnlyList<SyncHistoryEntry>? History { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }
}

/// <summary>How many objects, in how many SyncInventory shards.</summary>
public sealed record InventorySummary
{
    public int Count { get; init; }

    public int Shards { get; init; }
}

/// <summary>One reconciliation that applied something or failed.</summary>
public sealed record SyncHistoryEntry
{
    public string Revision { get; set; } = "";

    public string Reason { get; set; } = "";

    public DateTimeOffset At { get; init; }
}
