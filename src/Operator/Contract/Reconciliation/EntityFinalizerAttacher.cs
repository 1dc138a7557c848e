using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation.Finalizer;

/// <summary>Puts a finalizer on an entity by a patch that changes nothing else.</summary>
/// <returns>The entity as it is now; as it was given where it has gone or is being deleted.</returns>
public delegate Task<TEntity> EntityFinalizerAttacher<TImplementation, TEntity>(
    TEntity entity,
    CancellationToken cancellationToken = default)
    where TImplementation : IEntityFinalizer<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>;
