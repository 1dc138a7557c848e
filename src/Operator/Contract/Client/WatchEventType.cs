namespace k8s;

/// <summary>What a watch event tells. The models package of the Kubernetes client that this product uses lacks the type.</summary>
public enum WatchEventType
{
    /// <summary>The object was created, or has come to match the selector.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object was deleted, or no longer matches the selector.</summary>
    Deleted,

    /// <summary>Never told: an error ends the watch with an exception.</summary>
    Error,

    /// <summary>Nothing happened up to this resource version.</summary>
    Bookmark,
}
