namespace KubeOps.Abstractions.Builder;

/// <summary>Collects how many entities are reconciled at once, and how failures are tried again.</summary>
public sealed class ParallelReconciliationSettingsBuilder
{
    private int _most = Environment.ProcessorCount * 2;

    /// <summary>Entities of one controller that are reconciled at the same time, at least 1. Default twice the processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxParallelReconciliations
    {
        get => _most;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _most = value;
        }
    }

    /// <summary>
    /// Delay after the first failure; it doubles with each further one up to the controller's longest. Failures are never given up.
    /// Default 2 seconds.
    /// </summary>
    public TimeSpan ErrorBackoffBase { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The settings, which no longer change.</summary>
    public ParallelReconciliationSettings Build() => new()
    {
        MaxParallelReconciliations = MaxParallelReconciliations,
        ErrorBackoffBase = ErrorBackoffBase,
    };
}
