using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.LeaderElection;

/// <summary>Shares entities by their namespaces.</summary>
public abstract class NamespacedLeadershipScope : ILeadershipScope
{
    /// <inheritdoc/>
    [SuppressMessage("Design", "MA0046", Justification = "The contract's shape.")]
    public event Action? ScopeChanged;

    /// <inheritdoc/>
    public ValueTask<bool> IsResponsibleForAsync(IKubernetesObject<V1ObjectMeta> entity, CancellationToken cancellationToken) =>
        IsResponsibleForNamespaceAsync(entity.Metadata.NamespaceProperty, cancellationToken);

    /// <summary>Whether this replica deals with a namespace; null stands for cluster-scoped entities.</summary>
    protected abstract ValueTask<bool> IsResponsibleForNamespaceAsync(string? @namespace, CancellationToken cancellationToken);

    /// <summary>To be called when answers may have changed.</summary>
    protected void OnScopeChanged() => ScopeChanged?.Invoke();
}
