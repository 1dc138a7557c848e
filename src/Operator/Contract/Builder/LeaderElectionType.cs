namespace KubeOps.Abstractions.Builder;

/// <summary>Which replicas run controllers.</summary>
public enum LeaderElectionType
{
    /// <summary>Every one.</summary>
    None,

    /// <summary>The one that holds the lease.</summary>
    Single,
}
