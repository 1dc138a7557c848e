namespace KubeOps.Abstractions.Builder;

/// <summary>How many entities are reconciled at once, and how failures are tried again.</summary>
public sealed record ParallelReconciliationSettings
{
    /// <summary>Entities of one controller that are reconciled at the same time. Default twice the processors.</summary>
    public int MaxParallelReconciliations { get; init; } = Environment.ProcessorCount * 2;

    /// <summary>Delay after the first failure; it doubles with each further one. Default 2 seconds.</summary>
    public TimeSpan ErrorBackoffBase { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest delay after failures, which are never given up. Default 5 minutes.</summary>
    public TimeSpan ErrorBackoffLimit { get; init; } = TimeSpan.FromMinutes(5);
}
