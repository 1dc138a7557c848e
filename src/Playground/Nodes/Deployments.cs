using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Gives a Deployment a ReplicaSet of its current template, and takes the pods of older ones once the new one is ready.
/// </summary>
internal static class Deployments
{
    private const string TemplateHash = "pod-template-hash";
    private const string Revision = "deployment.kubernetes.io/revision";

    public static IEnumerable<Write> Decide(JsonObject deployment, ClusterView view, TimeProvider time)
    {
        var sets = view.OwnedBy(deployment, BuiltInResources.ReplicaSets);
        var hash = PodOwner.TemplateDigest(deployment);
        var current = sets.Find(set => set.Name() == $"{deployment.Name()}-{hash}");
        return [.. Sets(deployment, sets, current, hash), .. Status(deployment, sets, current, view, time)];
    }

    private static IEnumerable<Write> Sets(JsonObject deployment, List<JsonObject> sets, JsonObject? current, string hash)
    {
        var wanted = PodOwner.Replicas(deployment);
        if (current is null) yield return Create(deployment, hash, 1 + sets.Select(RevisionOf).DefaultIfEmpty(0).Max());
        else if (PodOwner.Replicas(current) != wanted) yield return Scale(current, wanted);
        if (current is null || Ready(current) < wanted) yield break;
        foreach (var old in sets.Where(set => set != current && PodOwner.Replicas(set) > 0)) yield return Scale(old, 0);
    }

    private static int RevisionOf(JsonObject set) =>
        int.TryParse(set.Annotation(Revision), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Ready(JsonObject set) =>
        set.Number("status", "observedGeneration") == set.Number("metadata", "generation") ? set.Number("status", "readyReplicas") ?? 0 : 0;

    private static Write Scale(JsonObject set, int replicas) => new(WriteVerb.Merge, BuiltInResources.ReplicaSets, new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = set.Name(), ["namespace"] = set.Namespace() },
        ["spec"] = new JsonObject { ["replicas"] = replicas },
    });

    private static Write Create(JsonObject deployment, string hash, int revision)
    {
        var template = deployment["spec"]!["template"]!.AsObject().With(hash, "metadata", "labels", TemplateHash);
        return new Write(WriteVerb.Create, BuiltInResources.ReplicaSets, Template.Nodes.Fill(
            "ReplicaSet",
            ("name", $"{deployment.Name()}-{hash}"), ("namespace", deployment.Namespace()), ("revision", $"{revision}"),
            ("labels", template.Map("metadata", "labels")), ("owner", deployment.AsOwner(BuiltInResources.Deployments)),
            ("replicas", PodOwner.Replicas(deployment)), ("template", template),
            ("selector", deployment["spec"]!["selector"]!.AsObject().With(hash, "matchLabels", TemplateHash))));
    }

    private static IEnumerable<Write> Status(
        JsonObject deployment, List<JsonObject> sets, JsonObject? current, ClusterView view, TimeProvider time)
    {
        var wanted = PodOwner.Replicas(deployment);
        var updated = current is null ? [] : view.OwnedBy(current, BuiltInResources.Pods);
        var all = sets.SelectMany(set => view.OwnedBy(set, BuiltInResources.Pods)).ToList();
        var available = all.Count(ObjectTree.IsReadyPod) >= wanted;
        var complete = updated.Count(ObjectTree.IsReadyPod) >= wanted && all.Count == updated.Count;
        return PodOwner.Status(
            BuiltInResources.Deployments, deployment, all, wanted, updated.Count, time,
            ("availability", Template.Nodes.Fill(available ? "Available" : "Unavailable")),
            ("progress", Template.Nodes.Fill(complete ? "Rolled out" : "Rolling out")));
    }
}
