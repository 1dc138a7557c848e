namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>One shard of the index from live objects to their places in Git. Owned by a GitSync.</summary>
public sealed record SyncInventorySpec
{
    /// <summary>Name of the GitSync, in the same namespace.</summary>
    public string Sync { get; set; } = "";

    /// <summary>Address of the repository as people read it: without scheme, credentials and <c>.git</c>.</summary>
    public string Repository { get; set; } = "";

    /// <summary>Revision that the entries' places belong to, <c>main@sha1:0123...</c>.</summary>
    public string Revision { get; set; } = "";

    /// <summary>At most 1,000 objects.</summary>
    public IReadOnlyList<InventoryEntry> Objects { get; set; } = [];
}

/// <summary>One object that Git declares.</summary>
public sealed record InventoryEntry
{
    public string? Group { get; init; }

    public string Version { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? Namespace { get; init; }

    public string Name { get; set; } = "";

    /// <summary>File, from the root of the repository.</summary>
    public string File { get; set; } = "";

    /// <summary>Index of the YAML document in the file, from 0.</summary>
    public int Document { get; init; }

    /// <summary>Line at which the object begins, from 1.</summary>
    public int Line { get; init; }

    /// <summary>Line of each declared leaf, by the text form of its path. Empty past 500 leaves.</summary>
    public IReadOnlyDictionary<string, int>? Lines { get; init; }

    /// <summary>SHA-256 of the object as it was rendered.</summary>
    public string? Digest { get; init; }

    /// <summary>
    /// What the pods of a workload are found by and read: labels as <c>key=value</c>, <c>ConfigMap/name</c>, <c>Secret/name</c>.
    /// Null when it makes none.
    /// </summary>
    public IReadOnlyList<string>? Pods { get; init; }
}

/// <summary>SyncInventory has no status.</summary>
public sealed record SyncInventoryStatus;
