using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>Which entities a controller sees, by what the server cannot select by. A label or field selector may implement it too.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IClientSideEntitySelector<in TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Whether the controller is to see an entity. Asked when its turn comes.</summary>
    ValueTask<bool> MatchesAsync(TEntity entity, CancellationToken cancellationToken);
}
