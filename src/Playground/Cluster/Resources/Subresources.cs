namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Which subresources a kind has.</summary>
internal static class Subresources
{
    private static readonly string[] Connections = ["exec", "attach", "portforward", "proxy", "log"];

    /// <summary>Whether a kind has a subresource.</summary>
    public static bool Serves(ResourceType type, string subresource) =>
        type.Row.Subresources.Contains(subresource)
        || (type.Row is { Group: "", Plural: "pods" } && Connections.Contains(subresource))
        || (type.Row is { Group: "", Plural: "services" or "nodes" } && subresource == "proxy");

    /// <summary>Whether a subresource is a connection to something that runs, or a stream from it.</summary>
    public static bool Connects(string subresource) => Connections.Contains(subresource);
}
