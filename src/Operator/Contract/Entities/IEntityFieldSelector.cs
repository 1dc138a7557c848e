using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>Which entities a controller sees, by their fields. Asked each time that watches begin.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
[SuppressMessage("Major Code Smell", "S2326", Justification = "The contract's shape: the kind tells selectors apart.")]
public interface IEntityFieldSelector<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The selector, such as <c>metadata.name=web</c>; all entities when null.</summary>
    ValueTask<string?> GetFieldSelectorAsync(CancellationToken cancellationToken);
}
