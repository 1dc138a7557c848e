using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Logging;

/// <summary>Adds what is worth knowing of an entity to all that is logged while it is dealt with.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IEntityLoggingScopeEnricher<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Adds properties. Those that are there already stay; an exception is logged and costs nothing else.</summary>
    void Enrich(TEntity entity, EntityLoggingPhase phase, IDictionary<string, object> properties);
}
