using k8s;
using k8s.Models;
using KubeOps.KubernetesClient.Selectors;

namespace KubeOps.KubernetesClient;

/// <summary>
/// Reads entities from the API server, and writes them without losing what their types do not know. Nothing is ever replaced
/// whole: there is no <c>UpdateAsync</c> and no <c>SaveAsync</c>.
/// </summary>
public interface IKubernetesClient : IDisposable
{
    /// <summary>Address of the server.</summary>
    Uri BaseUri { get; }

    /// <summary>The namespace of the pod, by an environment variable, else the client's own, else <c>default</c>.</summary>
    Task<string> GetCurrentNamespaceAsync(string downwardApiEnvName = "POD_NAMESPACE", CancellationToken cancellationToken = default);

    /// <summary>One entity, or null where there is none.</summary>
    Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>All entities, of one namespace or of all.</summary>
    Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>All entities that selectors select, of one namespace or of all.</summary>
    Task<IList<TEntity>> ListAsync<TEntity>(string? @namespace = null, params KubernetesSelector[] selectors)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Creates an entity.</summary>
    Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Makes the status on the server that of <paramref name="entity"/>, by a patch of what differs; none where nothing does.</summary>
    Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Patches an entity.</summary>
    Task<TEntity> PatchAsync<TEntity>(
        TEntity entity,
        V1Patch patch,
        string? fieldManager = null,
        bool? force = null,
        string? dryRun = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Patches an entity by its name.</summary>
    /// <param name="patch">A merge patch, a JSON patch or a server-side apply, as JSON text or as an object that is one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null of a cluster-scoped kind.</param>
    /// <param name="fieldManager">Name under which the server notes the written fields; the product's own when null.</param>
    /// <param name="force">Takes fields from other managers; for a server-side apply only.</param>
    /// <param name="dryRun"><c>All</c> has the server do everything but store.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The patch is a strategic one, which custom resources do not know, or no JSON.</exception>
    Task<TEntity> PatchAsync<TEntity>(
        V1Patch patch,
        string name,
        string? @namespace = null,
        string? fieldManager = null,
        bool? force = null,
        string? dryRun = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes an entity, and no other that has taken its name since; that there is none is no error.</summary>
    Task DeleteAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes an entity; that there is none is no error.</summary>
    Task DeleteAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>One watch, until the server ends it; controllers are told of their entities without.</summary>
    IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null,
        string? resourceVersion = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        bool? allowWatchBookmarks = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;
}
