using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation.Finalizer;

/// <summary>What must be done before an entity may go.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IEntityFinalizer<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Called while the entity is being deleted, until it succeeds; then the finalizer is taken off.</summary>
    Task<ReconciliationResult<TEntity>> FinalizeAsync(TEntity entity, CancellationToken cancellationToken);
}
