namespace GitOpsGuard.Kubernetes;

/// <summary>What an informer has seen happen to an object.</summary>
public enum InformerEventType
{
    /// <summary>The object is new to the store.</summary>
    Added,

    /// <summary>The object is another version of the one in the store, with the same UID.</summary>
    Modified,

    /// <summary>The object has gone, or its place was taken by one with another UID.</summary>
    Deleted,
}
