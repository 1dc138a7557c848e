using System.Collections.Frozen;

namespace GitOpsGuard.Core.Fields;

/// <summary>API groups that the API server itself serves; any other group is served from CRDs or by an aggregated server.</summary>
public static class BuiltInGroups
{
    private static readonly FrozenSet<string> Groups = new[]
    {
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps",
        "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io",
        "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io", "networking.k8s.io",
        "node.k8s.io", "policy", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
        "storagemigration.k8s.io", "internal.apiserver.k8s.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether kinds of the group are built in.</summary>
    public static bool Contains(string group) => Groups.Contains(group);
}
