using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>How the turn of a key ended.</summary>
/// <param name="Failure">What went wrong; null of a success.</param>
/// <param name="Exception">The exception behind it, if any.</param>
/// <param name="After">When the key's next turn is asked for.</param>
internal readonly record struct Outcome(string? Failure, Exception? Exception, TimeSpan? After)
{
    public static Outcome Of<TEntity>(ReconciliationResult<TEntity> result)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        result.IsSuccess
            ? new(null, null, result.RequeueAfter)
            : new(result.ErrorMessage ?? "", result.Error, result.RequeueAfter);
}
