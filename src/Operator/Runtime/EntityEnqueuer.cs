using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The contract's queue over the queue of keys.</summary>
internal sealed class EntityEnqueuer<TEntity>(Entities<TEntity> entities)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    public Task<bool> EnqueueAsync(
        TEntity entity,
        ReconciliationType type,
        ReconciliationTriggerSource reconciliationTriggerSource,
        TimeSpan queueIn,
        int retryCount,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = new ObjectKey(entity.Metadata.NamespaceProperty ?? "", entity.Metadata.Name);
        return Task.FromResult(entities.EnqueueAfter(key, queueIn));
    }
}
