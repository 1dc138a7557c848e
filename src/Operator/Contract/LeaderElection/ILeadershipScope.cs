using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.LeaderElection;

/// <summary>Which entities this replica is responsible for, where several share the work.</summary>
public interface ILeadershipScope
{
    /// <summary>Raised when answers may have changed: entities that are new to this replica are then reconciled.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "The contract's shape.")]
    event Action? ScopeChanged;

    /// <summary>Whether this replica deals with an entity. Asked before each turn of one; no two replicas may say so at once.</summary>
    ValueTask<bool> IsResponsibleForAsync(IKubernetesObject<V1ObjectMeta> entity, CancellationToken cancellationToken);
}
