namespace GitOpsGuard.Playground.Nodes;

/// <summary>Deletes pods whose workload is gone, as the garbage collector does.</summary>
internal static class PodCollector
{
    public static IEnumerable<Write> Decide(ClusterView view) => view.Pods
        .Where(pod => !pod.IsTerminating() && IsOrphan(pod, view))
        .Select(Workloads.DeletePod);

    private static bool IsOrphan(JsonObject pod, ClusterView view)
    {
        if (pod.Controller() is not { } owner)
            return false;

        var candidates = (string?)owner["kind"] switch
        {
            "ReplicaSet" => view.ReplicaSets,
            "StatefulSet" => view.StatefulSets,
            "DaemonSet" => view.DaemonSets,
            _ => null,
        };
        return candidates is not null && !candidates.Any(item => item.Uid() == (string?)owner["uid"]);
    }
}
