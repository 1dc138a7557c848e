namespace GitOpsGuard.Kubernetes;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Deletes only the object with this UID; otherwise the server answers 409.</summary>
    public string? Uid { get; init; }

    /// <summary>Deletes only this version of the object; otherwise the server answers 409.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>What becomes of dependents: <c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; the kind's default when null.</summary>
    public string? Propagation { get; init; }

    /// <summary>Seconds that a pod gets to end, 0 to be gone at once; the object's own when null.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>Has the server do everything but delete. Default false.</summary>
    public bool DryRun { get; init; }
}
