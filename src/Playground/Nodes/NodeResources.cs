using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>Built-in kinds that only the simulator reads or writes.</summary>
internal static class NodeResources
{
    public static readonly Resource Nodes = new("", "v1", "nodes", "Node", false);

    public static readonly Resource Services = new("", "v1", "services", "Service", true);

    public static readonly Resource EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);
}
