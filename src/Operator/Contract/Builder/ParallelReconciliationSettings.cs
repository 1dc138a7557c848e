namespace KubeOps.Abstractions.Builder;

/// <summary>
/// How many entities are reconciled at once, and how failures are tried again; built by
/// <see cref="ParallelReconciliationSettingsBuilder"/>, which documents the members.
/// </summary>
public sealed record ParallelReconciliationSettings
{
    public required int MaxParallelReconciliations { get; init; }

    public required TimeSpan ErrorBackoffBase { get; init; }
}
