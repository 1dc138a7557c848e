namespace KubeOps.Abstractions.Builder;

/// <summary>Settings in a row.</summary>
public static class ParallelReconciliationSettingsBuilderExtensions
{
    /// <summary>Sets <see cref="ParallelReconciliationSettingsBuilder.MaxParallelReconciliations"/>.</summary>
    public static ParallelReconciliationSettingsBuilder WithMaxParallelReconciliations(
        this ParallelReconciliationSettingsBuilder builder, int value)
    {
        builder.MaxParallelReconciliations = value;
        return builder;
    }

    /// <summary>Sets <see cref="ParallelReconciliationSettingsBuilder.ErrorBackoffBase"/>.</summary>
    public static ParallelReconciliationSettingsBuilder WithErrorBackoffBase(
        this ParallelReconciliationSettingsBuilder builder, TimeSpan backoff)
    {
        builder.ErrorBackoffBase = backoff;
        return builder;
    }
}
