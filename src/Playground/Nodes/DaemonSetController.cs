using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>Keeps one pod of each DaemonSet, since there is one node.</summary>
internal static class DaemonSetController
{
    private const string RevisionLabel = "controller-revision-hash";

    public static IEnumerable<Write> Decide(ClusterView view) =>
        view.DaemonSets.Where(set => !set.IsTerminating()).SelectMany(set => Decide(set, view));

    private static IEnumerable<Write> Decide(JsonObject set, ClusterView view)
    {
        var revision = Workloads.Digest(set["spec"]!["template"]!.ToJsonString(), 10);
        var name = $"{set.Name()}-{Workloads.Digest(set.Uid(), 5)}";
        var pods = Workloads.PodsOf(set, view);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [RevisionLabel] = revision };
        var taken = view.Pods.Any(pod => pod.Namespace() == set.Namespace() && pod.Name() == name);
        return (taken ? [] : new Write[] { Workloads.CreatePod(set, "DaemonSet", name, labels) })
            .Concat(pods.Where(pod => pod.Label(RevisionLabel) != revision).Select(Workloads.DeletePod))
            .Concat(Workloads.Status(BuiltInResources.DaemonSets, set, Status(set, pods, revision)));
    }

    private static JsonObject Status(JsonObject set, List<JsonObject> pods, string revision)
    {
        var ready = pods.Count(ObjectTree.IsReadyPod);
        return new JsonObject
        {
            ["observedGeneration"] = set.Generation(),
            ["desiredNumberScheduled"] = 1,
            ["currentNumberScheduled"] = pods.Count,
            ["updatedNumberScheduled"] = pods.Count(pod => pod.Label(RevisionLabel) == revision),
            ["numberMisscheduled"] = 0,
            ["numberReady"] = ready,
            ["numberAvailable"] = ready,
            ["numberUnavailable"] = Math.Max(0, 1 - ready),
        };
    }
}
