using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation;

/// <summary>Brings an entity through finalizers and controller once, at once, past the queue. Failures are not tried again.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IReconciler<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Calls the controller with an entity that exists or, with <see cref="ReconciliationType.Deleted"/>, has gone; finalizes one that
    /// is marked for deletion.
    /// </summary>
    Task<ReconciliationResult<TEntity>> Reconcile(ReconciliationContext<TEntity> reconciliationContext, CancellationToken cancellationToken);
}
