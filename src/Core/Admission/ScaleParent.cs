using System.Collections.Frozen;

namespace GitOpsGuard.Core.Admission;

/// <summary>Finds the object behind a scale request, which carries neither its kind nor its labels.</summary>
internal static class ScaleParent
{
    private static readonly FrozenDictionary<string, string> BuiltIn = new Dictionary<string, string>
    {
        ["deployments"] = "Deployment",
        ["statefulsets"] = "StatefulSet",
        ["replicasets"] = "ReplicaSet",
        ["replicationcontrollers"] = "ReplicationController",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The parent. Of a custom resource, whose kind the request does not tell, the declared object of the same group,
    /// namespace and name; with an empty kind when none is declared.
    /// </summary>
    internal static ObjectIdentity Find(AdmissionRequest request, Snapshot snapshot)
    {
        var (ns, name) = request.Target;
        if (request.Group is "" or "apps" && BuiltIn.TryGetValue(request.Resource, out var kind)) return new(request.Group, kind, ns, name);
        foreach (var (group, declaredKind) in snapshot.Inventory.Kinds)
        {
            var identity = new ObjectIdentity(group, declaredKind, ns, name);
            if (group == request.Group && snapshot.Inventory.Find(identity) is not null) return identity;
        }

        return new(request.Group, "", ns, name);
    }
}
