using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>Keeps as many pods as each ReplicaSet asks for and counts them in its status.</summary>
internal static class ReplicaSetController
{
    public static IEnumerable<Write> Decide(ClusterView view) => view.ReplicaSets.SelectMany(set => Decide(set, view));

    private static IEnumerable<Write> Decide(JsonObject set, ClusterView view)
    {
        if (set.IsTerminating())
            return [];
        if (IsOrphan(set, view))
            return [new Write.Delete(BuiltInResources.ReplicaSets, set)];

        var pods = Workloads.PodsOf(set, view);
        var wanted = Enumerable.Range(0, Workloads.Replicas(set))
            .Select(index => $"{set.Name()}-{Workloads.Digest($"{set.Uid()}/{index}", 5)}")
            .ToHashSet(StringComparer.Ordinal);
        var taken = view.Pods.Where(pod => pod.Namespace() == set.Namespace()).Select(ObjectTree.Name)
            .ToHashSet(StringComparer.Ordinal);
        return wanted.Where(name => !taken.Contains(name))
            .Select(name => (Write)Workloads.CreatePod(set, "ReplicaSet", name, []))
            .Concat(pods.Where(pod => !wanted.Contains(pod.Name())).Select(Workloads.DeletePod))
            .Concat(Workloads.Status(BuiltInResources.ReplicaSets, set, Status(set, pods)));
    }

    private static bool IsOrphan(JsonObject set, ClusterView view) =>
        set.Controller() is { } owner
        && (string?)owner["kind"] == "Deployment"
        && !view.Deployments.Any(deployment => deployment.Uid() == (string?)owner["uid"]);

    private static JsonObject Status(JsonObject set, List<JsonObject> pods)
    {
        var ready = pods.Count(ObjectTree.IsReadyPod);
        return new JsonObject
        {
            ["replicas"] = pods.Count,
            ["fullyLabeledReplicas"] = pods.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["observedGeneration"] = set.Generation(),
        };
    }
}
