namespace KubeOps.Abstractions.Builder;

/// <summary>How an operator runs; built by <see cref="OperatorSettingsBuilder"/>, which documents the members.</summary>
public sealed record OperatorSettings
{
    public required string Name { get; init; }

    public string? Namespace { get; init; }

    public LeaderElectionType LeaderElectionType { get; init; }

    public TimeSpan LeaderElectionLeaseDuration { get; init; }

    public TimeSpan LeaderElectionRenewDeadline { get; init; }

    public TimeSpan LeaderElectionRetryPeriod { get; init; }

    public ReconcileStrategy ReconcileStrategy { get; init; }

    public bool AutoAttachFinalizers { get; init; }

    public bool AutoDetachFinalizers { get; init; }

    public required ParallelReconciliationSettings ParallelReconciliation { get; init; }
}
