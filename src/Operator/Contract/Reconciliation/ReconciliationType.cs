namespace KubeOps.Abstractions.Reconciliation;

/// <summary>What happened to an entity.</summary>
public enum ReconciliationType
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It has gone.</summary>
    Deleted,
}
