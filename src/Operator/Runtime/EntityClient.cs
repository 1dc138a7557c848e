using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using KubeOps.KubernetesClient.Selectors;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The contract's client over the product's own, which stays its owner's.</summary>
internal sealed class EntityClient(OperatorClient writes, OwnWrites own) : IKubernetesClient
{
    private readonly ApiClient _client = writes.Client;
    private readonly StatusWriter _status = new(writes.Client);

    public Uri BaseUri => _client.Server;

    public Task<string> GetCurrentNamespaceAsync(string downwardApiEnvName = "POD_NAMESPACE", CancellationToken cancellationToken = default)
    {
        var named = Environment.GetEnvironmentVariable(downwardApiEnvName);
        return Task.FromResult(!string.IsNullOrEmpty(named) ? named : _client.DefaultNamespace ?? "default");
    }

    public async Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        await _client.GetAsync(KindOf<TEntity>(), @namespace, name, cancellationToken) is { } tree ? EntityJson.Read<TEntity>(tree) : default;

    public async Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var entities = new List<TEntity>();
        var selection = new ListOptions { LabelSelector = labelSelector, FieldSelector = fieldSelector };
        await foreach (var tree in _client.ListAsync(KindOf<TEntity>(), @namespace, selection, cancellationToken))
            entities.Add(EntityJson.Read<TEntity>(tree));
        return entities;
    }

    public Task<IList<TEntity>> ListAsync<TEntity>(string? @namespace = null, params KubernetesSelector[] selectors)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var labels = selectors.OfType<LabelSelector>().ToExpression();
        var fields = selectors.OfType<FieldSelector>().ToExpression();
        return ListAsync<TEntity>(@namespace, labels.Length > 0 ? labels : null, fields.Length > 0 ? fields : null);
    }

    public async Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var resource = KindOf<TEntity>();
        var body = EntityJson.Write(entity);
        body["apiVersion"] = resource.ApiVersion;
        body["kind"] = resource.Kind;
        return Written<TEntity>(await _client.CreateAsync(resource, entity.Metadata.NamespaceProperty, body, new WriteOptions(), cancellationToken));
    }

    public async Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var resource = KindOf<TEntity>();
        var (ns, name, uid) = (entity.Metadata.NamespaceProperty, entity.Metadata.Name, entity.Metadata.Uid);
        var found = await _client.GetAsync(resource, ns, name, cancellationToken);
        if (found is not { } live || (uid is not null && ObjectKey.Uid(live) != uid))
            throw new ApiException(HttpStatusCode.NotFound, "NotFound", $"{resource.Kind} {ns}/{name} has gone.");
        if (EntityJson.Status(entity) is not { } status) return entity;
        return Written<TEntity>(await _status.WriteAsync(resource, live, status, cancellationToken));
    }

    public Task<TEntity> PatchAsync<TEntity>(
        TEntity entity,
        V1Patch patch,
        string? fieldManager = null,
        bool? force = null,
        string? dryRun = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        PatchAsync<TEntity>(patch, entity.Metadata.Name, entity.Metadata.NamespaceProperty, fieldManager, force, dryRun, cancellationToken);

    public async Task<TEntity> PatchAsync<TEntity>(
        V1Patch patch,
        string name,
        string? @namespace = null,
        string? fieldManager = null,
        bool? force = null,
        string? dryRun = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var resource = KindOf<TEntity>();
        var write = new WriteOptions { Force = force ?? false, DryRun = dryRun == "All" };
        if (fieldManager is not null) write = write with { FieldManager = fieldManager };
        var body = PatchBody.Of(patch);
        var written = patch.Type switch
        {
            V1Patch.PatchType.MergePatch => _client.MergePatchAsync(resource, @namespace, name, body.AsObject(), write, cancellationToken),
            V1Patch.PatchType.JsonPatch => _client.JsonPatchAsync(resource, @namespace, name, body.AsArray(), write, cancellationToken),
            V1Patch.PatchType.ApplyPatch => _client.ApplyAsync(resource, @namespace, name, body.AsObject(), write, cancellationToken),
            _ => throw new ArgumentException($"A patch of type {patch.Type} is none that a custom resource knows.", nameof(patch)),
        };
        return Written<TEntity>(await written);
    }

    public Task DeleteAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        _client.DeleteAsync(
            KindOf<TEntity>(),
            entity.Metadata.NamespaceProperty,
            entity.Metadata.Name,
            new() { Uid = entity.Metadata.Uid },
            cancellationToken);

    public Task DeleteAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        _client.DeleteAsync(KindOf<TEntity>(), @namespace, name, null, cancellationToken);

    public async IAsyncEnumerable<(k8s.WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null,
        string? resourceVersion = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        bool? allowWatchBookmarks = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var options = new WatchOptions { ResourceVersion = resourceVersion, LabelSelector = labelSelector, FieldSelector = fieldSelector };
        await foreach (var e in _client.WatchAsync(KindOf<TEntity>(), @namespace, options, cancellationToken))
        {
            var type = Enum.Parse<k8s.WatchEventType>(e.Type.ToString());
            if (type != k8s.WatchEventType.Bookmark || allowWatchBookmarks == true) yield return (type, EntityJson.Read<TEntity>(e.Object));
        }
    }

    /// <summary>Nothing: connections belong to the product's _client.</summary>
    public void Dispose()
    {
    }

    private static Resource KindOf<TEntity>() => EntityJson.ResourceOf(typeof(TEntity));

    private TEntity Written<TEntity>(JsonElement tree)
    {
        own.Note(tree);
        return EntityJson.Read<TEntity>(tree);
    }
}
