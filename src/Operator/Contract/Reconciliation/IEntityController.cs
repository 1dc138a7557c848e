using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation.Controller;

/// <summary>Brings the world to what an entity says. Calls for one entity never overlap.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IEntityController<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Called when the entity is new or has changed, when it was asked for, and again after a failure.</summary>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>Called after the entity has gone, with its last known form, until it succeeds.</summary>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken);
}
