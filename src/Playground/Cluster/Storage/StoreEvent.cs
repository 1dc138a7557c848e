namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>
/// One change: <paramref name="Before"/> is null for a creation, <paramref name="After"/> for a removal, in which case
/// <paramref name="Before"/> carries the revision of the removal. The trees are shared and must not be changed.
/// </summary>
internal sealed record StoreEvent(long Revision, ObjectKey Key, JsonObject? Before, JsonObject? After);
