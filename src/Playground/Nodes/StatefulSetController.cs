using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Keeps the numbered pods of each StatefulSet and replaces those of an older template. All at once: an order would
/// only be slower here.
/// </summary>
internal static class StatefulSetController
{
    private const string RevisionLabel = "controller-revision-hash";

    public static IEnumerable<Write> Decide(ClusterView view) =>
        view.StatefulSets.Where(set => !set.IsTerminating()).SelectMany(set => Decide(set, view));

    private static IEnumerable<Write> Decide(JsonObject set, ClusterView view)
    {
        var revision = $"{set.Name()}-{Workloads.Digest(set["spec"]!["template"]!.ToJsonString(), 10)}";
        var pods = Workloads.PodsOf(set, view);
        var wanted = Enumerable.Range(0, Workloads.Replicas(set)).Select(index => $"{set.Name()}-{index}").ToList();
        var taken = view.Pods.Where(pod => pod.Namespace() == set.Namespace()).Select(ObjectTree.Name)
            .ToHashSet(StringComparer.Ordinal);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [RevisionLabel] = revision };
        return wanted.Where(name => !taken.Contains(name))
            .Select(name => (Write)Workloads.CreatePod(set, "StatefulSet", name, labels))
            .Concat(pods.Where(pod => !wanted.Contains(pod.Name()) || pod.Label(RevisionLabel) != revision)
                .Select(Workloads.DeletePod))
            .Concat(Workloads.Status(BuiltInResources.StatefulSets, set, Status(set, pods, revision)));
    }

    private static JsonObject Status(JsonObject set, List<JsonObject> pods, string revision)
    {
        var ready = pods.Count(ObjectTree.IsReadyPod);
        var updated = pods.Count(pod => pod.Label(RevisionLabel) == revision);
        return new JsonObject
        {
            ["observedGeneration"] = set.Generation(),
            ["replicas"] = pods.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["currentReplicas"] = updated,
            ["updatedReplicas"] = updated,
            ["currentRevision"] = revision,
            ["updateRevision"] = revision,
        };
    }
}
