using k8s;
using k8s.Models;

namespace KubeOps.KubernetesClient;

/// <summary>Reads entities from the API server, and writes them without losing what their types do not know.</summary>
public interface IKubernetesClient
{
    /// <summary>Address of the server.</summary>
    Uri BaseUri { get; }

    /// <summary>One entity, or null where there is none.</summary>
    Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>All entities, of one namespace or of all.</summary>
    Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Makes the status on the server that of <paramref name="entity"/>, by a patch of what differs; none where nothing does.</summary>
    Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes an entity; that there is none is no error.</summary>
    Task DeleteAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
