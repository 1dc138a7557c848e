using System.Net;
using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace GitOpsGuard.Operator.Runtime;

internal sealed class EntityClient(ApiClient client) : IKubernetesClient
{
    private readonly StatusWriter _status = new(client);

    public Uri BaseUri => client.Server;

    public async Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var found = await client.GetAsync(EntityJson.ResourceOf(typeof(TEntity)), @namespace, name, cancellationToken);
        return found is { } tree ? EntityJson.Read<TEntity>(tree) : null;
    }

    public async Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var entities = new List<TEntity>();
        var selection = new ListOptions { LabelSelector = labelSelector, FieldSelector = fieldSelector };
        var resource = EntityJson.ResourceOf(typeof(TEntity));
        await foreach (var tree in client.ListAsync(resource, @namespace, selection, cancellationToken))
            entities.Add(EntityJson.Read<TEntity>(tree));
        return entities;
    }

    public async Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var resource = EntityJson.ResourceOf(typeof(TEntity));
        var (ns, name, uid) = (entity.Metadata.NamespaceProperty, entity.Metadata.Name, entity.Metadata.Uid);
        var found = await client.GetAsync(resource, ns, name, cancellationToken);
        if (found is not { } live || (uid is not null && ObjectKey.Uid(live) != uid))
            throw new ApiException(HttpStatusCode.NotFound, "NotFound", $"{resource.Kind} {ns}/{name} has gone.");
        if (EntityJson.Status(entity) is not { } status) return entity;
        return EntityJson.Read<TEntity>(await _status.WriteAsync(resource, live, status, cancellationToken));
    }

    public Task DeleteAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        client.DeleteAsync(EntityJson.ResourceOf(typeof(TEntity)), @namespace, name, null, cancellationToken);
}
