using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>A list of objects as the API server gives it.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class EntityList<T> : KubernetesObject
    where T : IKubernetesObject
{
    /// <summary>Resource version and the way to the next page.</summary>
    public V1ListMeta Metadata { get; set; } = new();

    /// <summary>The objects.</summary>
    public IList<T> Items { get; set; } = [];
}
