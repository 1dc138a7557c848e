namespace KubeOps.Abstractions.Builder;

/// <summary>Collects the settings of an operator.</summary>
public sealed class OperatorSettingsBuilder
{
    /// <summary>Name, of the lease and in events. Default <c>kubernetesoperator</c>.</summary>
    public string Name { get; set; } = "kubernetesoperator";

    /// <summary>The namespace whose entities are seen; all when null, the default.</summary>
    public string? Namespace { get; set; }

    /// <summary>Which replicas run controllers. Default <see cref="LeaderElectionType.None"/>.</summary>
    public LeaderElectionType LeaderElectionType { get; set; }

    /// <summary>How long others wait for a holder that no longer renews. Default 15 seconds.</summary>
    public TimeSpan LeaderElectionLeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the holder goes on without having renewed. Default 10 seconds.</summary>
    public TimeSpan LeaderElectionRenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between attempts at the lease. Default 2 seconds.</summary>
    public TimeSpan LeaderElectionRetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Which changes are reconciled. Default <see cref="ReconcileStrategy.ByGeneration"/>.</summary>
    public ReconcileStrategy ReconcileStrategy { get; set; }

    /// <summary>Whether registered finalizers are put on entities before they are reconciled. Default true.</summary>
    public bool AutoAttachFinalizers { get; set; } = true;

    /// <summary>Whether a finalizer is taken off once it has succeeded. Default true.</summary>
    public bool AutoDetachFinalizers { get; set; } = true;

    /// <summary>Parallelism and delays after failures.</summary>
    public ParallelReconciliationSettingsBuilder ParallelReconciliation { get; set; } = new();

    /// <summary>Whether the operator measures itself, by a meter of its <see cref="Name"/>. Default true.</summary>
    public bool EnableMetrics { get; set; } = true;

    /// <summary>The settings, which no longer change.</summary>
    /// <exception cref="ArgumentException">The times of the leader election contradict each other.</exception>
    public OperatorSettings Build()
    {
        if (LeaderElectionRetryPeriod >= LeaderElectionRenewDeadline || LeaderElectionRenewDeadline >= LeaderElectionLeaseDuration)
            throw new ArgumentException("The retry period must be shorter than the renew deadline, and that than the lease duration.");
        return new()
        {
            Name = Name,
            Namespace = Namespace,
            LeaderElectionType = LeaderElectionType,
            LeaderElectionLeaseDuration = LeaderElectionLeaseDuration,
            LeaderElectionRenewDeadline = LeaderElectionRenewDeadline,
            LeaderElectionRetryPeriod = LeaderElectionRetryPeriod,
            ReconcileStrategy = ReconcileStrategy,
            AutoAttachFinalizers = AutoAttachFinalizers,
            AutoDetachFinalizers = AutoDetachFinalizers,
            ParallelReconciliation = ParallelReconciliation.Build(),
            EnableMetrics = EnableMetrics,
        };
    }
}
