namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>How a server is asked for the metadata of objects alone.</summary>
internal static class PartialMetadata
{
    /// <summary>Kind under which the server answers them.</summary>
    public const string Kind = "PartialObjectMetadata";

    /// <summary>For one object and for a watch.</summary>
    public const string Accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    /// <summary>For a list.</summary>
    public const string ListAccept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
}
