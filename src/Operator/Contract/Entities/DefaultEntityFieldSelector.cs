using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>Selects all entities.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public sealed class DefaultEntityFieldSelector<TEntity> : IEntityFieldSelector<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public ValueTask<string?> GetFieldSelectorAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
