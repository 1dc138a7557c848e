using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>Finds the managed workload to which a pod, a replica set or a job belongs.</summary>
/// <remarks>
/// A ReplicaSet is named after its Deployment and a Job after its CronJob, each with a suffix after the last hyphen: so no
/// lookup is needed. A made-up owner or name makes the lock wider, never narrower.
/// </remarks>
internal static class Owners
{
    /// <summary>The declared workload at the end of the owner chain; null when there is none.</summary>
    internal static ObjectIdentity? ManagedOf(ObjectIdentity child, JsonElement obj, Snapshot snapshot)
    {
        if (child is not ({ Group: "", Kind: "Pod" } or { Group: "apps", Kind: "ReplicaSet" } or { Group: "batch", Kind: "Job" })) return null;
        foreach (var reference in Json.Items(Json.At(obj, "metadata", "ownerReferences")))
        {
            var group = ObjectIdentity.GroupOf(Json.Text(reference, "apiVersion"));
            var owner = new ObjectIdentity(group, Json.Text(reference, "kind"), child.Namespace, Json.Text(reference, "name"));
            if (Declared(owner, snapshot) is { } managed) return managed;
        }

        return Json.Exists(Json.Member(obj, "metadata")) && child.Kind == "Pod" ? null : AboveDeclared(child, snapshot);
    }

    /// <summary>
    /// The declared workload after which a pod is named, where the pod itself is not at hand: a Deployment's pods have two
    /// suffixes, those of other workloads one.
    /// </summary>
    internal static ObjectIdentity? ManagedByName(ObjectIdentity pod, Snapshot snapshot)
    {
        var cut = pod.Name.LastIndexOf('-');
        if (cut <= 0) return null;
        var above = pod.Name[..cut];
        foreach (var (group, kind) in (ReadOnlySpan<(string, string)>)[("apps", "ReplicaSet"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("batch", "Job")])
        {
            if (Declared(new(group, kind, pod.Namespace, above), snapshot) is { } workload) return workload;
        }

        return null;
    }

    private static ObjectIdentity? Declared(ObjectIdentity owner, Snapshot snapshot) =>
        snapshot.Inventory.Find(owner) is not null ? owner : AboveDeclared(owner, snapshot);

    private static ObjectIdentity? AboveDeclared(ObjectIdentity child, Snapshot snapshot)
    {
        var cut = child.Name.LastIndexOf('-');
        var kind = child switch
        {
            { Group: "apps", Kind: "ReplicaSet" } => "Deployment",
            { Group: "batch", Kind: "Job" } => "CronJob",
            _ => null,
        };
        if (cut <= 0 || kind is null) return null;
        var above = child with { Kind = kind, Name = child.Name[..cut] };
        return snapshot.Inventory.Find(above) is null ? null : above;
    }
}
