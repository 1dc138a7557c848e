namespace KubeOps.Abstractions.Builder;

/// <summary>How an operator runs; built by <see cref="OperatorSettingsBuilder"/>, which documents the members.</summary>
public sealed record OperatorSettings
{
    public required string Name { get; init; }

    public string? Namespace { get; init; }

    public required LeaderElectionType LeaderElectionType { get; init; }

    public required TimeSpan LeaderElectionLeaseDuration { get; init; }

    public required TimeSpan LeaderElectionRenewDeadline { get; init; }

    public required TimeSpan LeaderElectionRetryPeriod { get; init; }

    public required ReconcileStrategy ReconcileStrategy { get; init; }

    public required bool AutoAttachFinalizers { get; init; }

    public required bool AutoDetachFinalizers { get; init; }

    public required ParallelReconciliationSettings ParallelReconciliation { get; init; }

    public required bool EnableMetrics { get; init; }
}
