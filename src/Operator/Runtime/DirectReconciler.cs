using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The contract's reconciler: one turn at once, past the queue.</summary>
internal sealed class DirectReconciler<TEntity>(ApiClient client, EntitySteps<TEntity> steps) : IReconciler<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    public async Task<ReconciliationResult<TEntity>> Reconcile(
        ReconciliationContext<TEntity> reconciliationContext, CancellationToken cancellationToken)
    {
        var entity = reconciliationContext.Entity;
        var outcome = await ReconcileAsync(entity, reconciliationContext.EventType, cancellationToken);
        return outcome.Failure is { } failure
            ? ReconciliationResult<TEntity>.Failure(entity, failure, outcome.Exception, outcome.After)
            : ReconciliationResult<TEntity>.Success(entity, outcome.After);
    }

    private async Task<Outcome> ReconcileAsync(TEntity entity, ReconciliationType type, CancellationToken ct)
    {
        var resource = EntityJson.ResourceOf(typeof(TEntity));
        if (type == ReconciliationType.Deleted) return await steps.BuryAsync(EntityJson.Tree(entity), ct);
        var live = await client.GetAsync(resource, entity.Metadata.NamespaceProperty, entity.Metadata.Name, ct);
        return live is { } tree
            ? await steps.ReconcileAsync(tree, ct)
            : new("The entity has gone.", null, null);
    }
}
