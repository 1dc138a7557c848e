using System.Collections.Frozen;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>Fields of managed objects that are open as the product is shipped.</summary>
public static class ShippedOpenings
{
    private static readonly FrozenDictionary<string, OpenPath> Restart = new[] { "Deployment", "StatefulSet", "DaemonSet" }
        .ToFrozenDictionary(
            kind => kind,
            kind => OpenPath.Parse("spec.template.metadata.annotations[\"kubectl.kubernetes.io/restartedAt\"]"));

    private static readonly OpenPath Reconcile = OpenPath.Parse($"metadata.annotations[\"{Names.ReconcileAnnotation}\"]");

    /// <summary>Open to everyone who may write the object: a rollout restart, and asking for a reconciliation.</summary>
    public static IReadOnlyList<OpenPath> ForEveryone(ObjectIdentity identity)
    {
        if (identity.Group == "apps" && Restart.TryGetValue(identity.Kind, out var restart)) return [restart];
        return identity.Group == Names.Group ? [Reconcile] : [];
    }
}
