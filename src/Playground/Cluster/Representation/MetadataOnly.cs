namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>Objects reduced to their metadata.</summary>
internal static class MetadataOnly
{
    public static JsonObject Of(JsonObject stored)
    {
        var reduced = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1" };
        reduced.Put("metadata", stored["metadata"]);
        return reduced;
    }
}
