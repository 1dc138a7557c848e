using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>Selects all entities.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public sealed class DefaultEntityLabelSelector<TEntity> : IEntityLabelSelector<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
