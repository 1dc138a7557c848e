using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Operator;

/// <summary>What the contract of KubeOps does not say of the controllers of a kind.</summary>
public sealed record ControllerOptions
{
    /// <summary>Longest delay after failures, jitter of a quarter not included. Default 5 minutes.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How urgent a change of an entity is; null where it is not worth a turn. The settings' <c>ReconcileStrategy</c> decides where
    /// this is null, the default. That an entity is new or gone is always worth one.
    /// </summary>
    public Func<InformerEvent, QueuePriority?>? PriorityOf { get; init; }
}
