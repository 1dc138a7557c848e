namespace KubeOps.Abstractions.Builder;

/// <summary>Settings in a row.</summary>
public static class OperatorSettingsBuilderExtensions
{
    /// <summary>Sets <see cref="OperatorSettingsBuilder.Name"/>.</summary>
    public static OperatorSettingsBuilder WithName(this OperatorSettingsBuilder builder, string name)
    {
        builder.Name = name;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.Namespace"/>.</summary>
    public static OperatorSettingsBuilder WithNamespace(this OperatorSettingsBuilder builder, string? ns)
    {
        builder.Namespace = ns;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.LeaderElectionType"/>.</summary>
    public static OperatorSettingsBuilder WithLeaderElection(this OperatorSettingsBuilder builder, LeaderElectionType type)
    {
        builder.LeaderElectionType = type;
        return builder;
    }

    /// <summary>Sets the three times of the leader election.</summary>
    public static OperatorSettingsBuilder WithLeaderElectionTimings(
        this OperatorSettingsBuilder builder, TimeSpan leaseDuration, TimeSpan renewDeadline, TimeSpan retryPeriod)
    {
        builder.LeaderElectionLeaseDuration = leaseDuration;
        builder.LeaderElectionRenewDeadline = renewDeadline;
        builder.LeaderElectionRetryPeriod = retryPeriod;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.LeaderElectionLeaseDuration"/>.</summary>
    public static OperatorSettingsBuilder WithLeaderElectionLeaseDuration(this OperatorSettingsBuilder builder, TimeSpan leaseDuration)
    {
        builder.LeaderElectionLeaseDuration = leaseDuration;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.LeaderElectionRenewDeadline"/>.</summary>
    public static OperatorSettingsBuilder WithLeaderElectionRenewDeadline(this OperatorSettingsBuilder builder, TimeSpan renewDeadline)
    {
        builder.LeaderElectionRenewDeadline = renewDeadline;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.LeaderElectionRetryPeriod"/>.</summary>
    public static OperatorSettingsBuilder WithLeaderElectionRetryPeriod(this OperatorSettingsBuilder builder, TimeSpan retryPeriod)
    {
        builder.LeaderElectionRetryPeriod = retryPeriod;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.AutoAttachFinalizers"/>.</summary>
    public static OperatorSettingsBuilder WithAutoAttachFinalizers(this OperatorSettingsBuilder builder, bool value = true)
    {
        builder.AutoAttachFinalizers = value;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.AutoDetachFinalizers"/>.</summary>
    public static OperatorSettingsBuilder WithAutoDetachFinalizers(this OperatorSettingsBuilder builder, bool value = true)
    {
        builder.AutoDetachFinalizers = value;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.ReconcileStrategy"/>.</summary>
    public static OperatorSettingsBuilder WithReconcileStrategy(this OperatorSettingsBuilder builder, ReconcileStrategy strategy)
    {
        builder.ReconcileStrategy = strategy;
        return builder;
    }

    /// <summary>Sets <see cref="OperatorSettingsBuilder.EnableMetrics"/>.</summary>
    public static OperatorSettingsBuilder WithMetrics(this OperatorSettingsBuilder builder, bool value = true)
    {
        builder.EnableMetrics = value;
        return builder;
    }

    /// <summary>Changes <see cref="OperatorSettingsBuilder.ParallelReconciliation"/>.</summary>
    public static OperatorSettingsBuilder WithParallelReconciliation(
        this OperatorSettingsBuilder builder, Action<ParallelReconciliationSettingsBuilder> configure)
    {
        configure(builder.ParallelReconciliation);
        return builder;
    }
}
