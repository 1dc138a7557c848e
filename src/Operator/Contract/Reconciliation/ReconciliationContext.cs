using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation;

/// <summary>What is reconciled, and why.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The contract's shape.")]
public sealed record ReconciliationContext<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private ReconciliationContext(TEntity entity, ReconciliationType eventType, ReconciliationTriggerSource source)
    {
        Entity = entity;
        EventType = eventType;
        ReconciliationTriggerSource = source;
    }

    /// <summary>The entity.</summary>
    public TEntity Entity { get; }

    /// <summary>What has become of it; of one that exists, <see cref="ReconciliationType.Added"/> and
    /// <see cref="ReconciliationType.Modified"/> mean the same.</summary>
    public ReconciliationType EventType { get; }

    /// <summary>Who asks.</summary>
    public ReconciliationTriggerSource ReconciliationTriggerSource { get; }

    /// <summary>A context.</summary>
    public static ReconciliationContext<TEntity> CreateFor(
        TEntity entity, ReconciliationType eventType, ReconciliationTriggerSource reconciliationTriggerSource) =>
        new(entity, eventType, reconciliationTriggerSource);
}
