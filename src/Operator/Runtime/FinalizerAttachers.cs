using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation.Finalizer;

namespace GitOpsGuard.Operator.Runtime;

internal sealed class FinalizerAttachers(ApiClient client, FinalizerPatch finalizers) : IEventFinalizerAttacherFactory
{
    public EntityFinalizerAttacher<TImplementation, TEntity> Create<TImplementation, TEntity>(string identifier)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        (entity, cancellationToken) => AttachAsync(entity, identifier, cancellationToken);

    private async Task<TEntity> AttachAsync<TEntity>(TEntity entity, string identifier, CancellationToken ct)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var metadata = entity.Metadata;
        if (metadata.Finalizers?.Contains(identifier) == true) return entity;
        var resource = EntityJson.ResourceOf(typeof(TEntity));
        if (await client.GetAsync(resource, metadata.NamespaceProperty, metadata.Name, ct) is not { } live) return entity;
        if (metadata.Uid is not null && ObjectKey.Uid(live) != metadata.Uid) return entity;
        return await finalizers.AddAsync(resource, live, [identifier], ct) is { } attached ? EntityJson.Read<TEntity>(attached) : entity;
    }
}
