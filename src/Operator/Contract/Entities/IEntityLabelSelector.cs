using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>Which entities a controller sees, by their labels. Asked each time that watches begin.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
[SuppressMessage("Major Code Smell", "S2326", Justification = "The contract's shape: the kind tells selectors apart.")]
public interface IEntityLabelSelector<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The selector, such as <c>app=web</c>; all entities when null.</summary>
    ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken);
}
