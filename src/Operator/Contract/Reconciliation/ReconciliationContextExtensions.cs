using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation;

/// <summary>Who asked for a reconciliation.</summary>
public static class ReconciliationContextExtensions
{
    /// <summary>Whether an event of the API server did.</summary>
    public static bool IsTriggeredByApiServer<TEntity>(this ReconciliationContext<TEntity> reconciliationContext)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        reconciliationContext.ReconciliationTriggerSource == ReconciliationTriggerSource.ApiServer;

    /// <summary>Whether the operator itself did.</summary>
    public static bool IsTriggeredByOperator<TEntity>(this ReconciliationContext<TEntity> reconciliationContext)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        reconciliationContext.ReconciliationTriggerSource == ReconciliationTriggerSource.Operator;
}
