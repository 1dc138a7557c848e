using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>What the simulator sees at one moment, by kind.</summary>
internal sealed record ClusterView(IReadOnlyDictionary<Resource, IReadOnlyList<JsonObject>> Objects)
{
    public static readonly Resource Services = new("", "v1", "services", "Service", true);

    public static readonly Resource EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);

    /// <summary>The kinds that controllers of workloads watch, besides pods.</summary>
    public static readonly IReadOnlyList<Resource> Watched =
    [
        BuiltInResources.Deployments, BuiltInResources.ReplicaSets, BuiltInResources.StatefulSets, BuiltInResources.DaemonSets,
        Services, EndpointSlices,
    ];

    public IReadOnlyList<JsonObject> Pods => Objects[BuiltInResources.Pods];

    /// <summary>Those of a kind that are not going away.</summary>
    public IEnumerable<JsonObject> Living(Resource kind) => Objects[kind].Where(item => !item.IsTerminating());

    /// <summary>The living objects of a kind that another controls.</summary>
    public List<JsonObject> OwnedBy(JsonObject owner, Resource kind) => [.. Living(kind).Where(item => item.IsControlledBy(owner))];

    /// <summary>What the controllers of workloads do.</summary>
    public IEnumerable<Write> Decide(TimeProvider time) =>
    [
        .. Living(BuiltInResources.Deployments).SelectMany(item => Deployments.Decide(item, this, time)),
        .. PodOwner.All.SelectMany(row => Living(row.Kind).SelectMany(item => row.Decide(item, this, time))),
        .. Living(Services).SelectMany(item => EndpointSlice.Decide(item, this)),
        .. Objects.Keys.SelectMany(kind => Living(kind).Where(IsOrphan).Select(item => new Write(WriteVerb.Delete, kind, item))),
    ];

    /// <summary>The scheduler's part: whatever waits for a node gets the only one there is.</summary>
    public IEnumerable<Write> Bind() => Living(BuiltInResources.Pods)
        .Where(pod => string.IsNullOrEmpty(pod.Text("spec", "nodeName")))
        .Where(pod => pod.Text("spec", "schedulerName") is null or "default-scheduler")
        .Select(pod => new Write(WriteVerb.Create, BuiltInResources.Pods, Template.Nodes.Fill(
            "Binding", ("name", pod.Name()), ("namespace", pod.Namespace()), ("node", NodeSimulator.NodeName)), "binding"));

    /// <summary>Whether what controls an object is gone, for where no garbage collector runs.</summary>
    private bool IsOrphan(JsonObject item) =>
        item.Controller() is { } owner
        && Objects.Keys.FirstOrDefault(kind => kind.Kind == owner.Text("kind")) is { } kind
        && !Objects[kind].Any(other => other.Uid() == owner.Text("uid"));
}
