using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;
using KubeOps.Abstractions.Builder;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Which events of an entity are worth a turn, and how urgent it is, where the controller's options do not say.</summary>
internal sealed class ChangePredicate(ReconcileStrategy strategy, OwnWrites own)
{
    /// <returns>Null where the event is none of the controller's business, such as the operator's own status write.</returns>
    public QueuePriority? PriorityOf(InformerEvent e)
    {
        if (e.Type != InformerEventType.Modified) return QueuePriority.Normal;
        if (Changes.OfDeletion(e) || Changes.OfGeneration(e) || Changes.OfRequest(e)) return QueuePriority.High;
        if (strategy == ReconcileStrategy.ByGeneration || own.Contains(e.Object)) return null;
        return QueuePriority.Normal;
    }
}
