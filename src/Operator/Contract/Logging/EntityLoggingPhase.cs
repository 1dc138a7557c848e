namespace KubeOps.Abstractions.Logging;

/// <summary>What is being done to an entity while it is logged about.</summary>
public enum EntityLoggingPhase
{
    /// <summary>An event of it is taken. This runtime then logs nothing about single entities, and does not ask.</summary>
    Watch,

    /// <summary>It is reconciled or finalized.</summary>
    Reconcile,
}
