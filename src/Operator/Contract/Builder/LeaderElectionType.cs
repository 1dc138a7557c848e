namespace KubeOps.Abstractions.Builder;

/// <summary>Which replicas run controllers.</summary>
public enum LeaderElectionType
{
    /// <summary>Every one, for all entities.</summary>
    None = 0,

    /// <summary>The one that holds the lease.</summary>
    Single = 1,

    /// <summary>Every one, each for the entities that the registered <c>ILeadershipScope</c> says are its own.</summary>
    Scoped = 3,
}
