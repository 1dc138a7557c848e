namespace GitOpsGuard.Kubernetes;

/// <summary>What a watch event tells. An <c>ERROR</c> is no event: it ends the watch with an <see cref="ApiException"/>.</summary>
public enum WatchEventType
{
    /// <summary>The object was created, or has come to match the selector.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object was deleted, or no longer matches the selector.</summary>
    Deleted,

    /// <summary>Nothing happened up to this resource version.</summary>
    Bookmark,
}
