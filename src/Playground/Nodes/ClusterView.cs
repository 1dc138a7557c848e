namespace GitOpsGuard.Playground.Nodes;

/// <summary>What the controllers of the simulator see at one moment, by kind.</summary>
internal sealed record ClusterView(
    IReadOnlyCollection<JsonObject> Deployments,
    IReadOnlyCollection<JsonObject> ReplicaSets,
    IReadOnlyCollection<JsonObject> StatefulSets,
    IReadOnlyCollection<JsonObject> DaemonSets,
    IReadOnlyCollection<JsonObject> Services,
    IReadOnlyCollection<JsonObject> Slices,
    IReadOnlyCollection<JsonObject> Pods)
{
    public static readonly ClusterView Empty = new([], [], [], [], [], [], []);
}
