using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation.Finalizer;

/// <summary>Makes the attachers that controllers are given.</summary>
public interface IEventFinalizerAttacherFactory
{
    /// <summary>An attacher of a finalizer under exactly this identifier.</summary>
    EntityFinalizerAttacher<TImplementation, TEntity> Create<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta>;
}
