namespace GitOpsGuard.Reconciler.Engine;

/// <summary>What a sync did.</summary>
/// <param name="Objects">Objects that Git declares.</param>
/// <param name="Pruned">Objects that were deleted, or released where <c>spec.prune</c> is false.</param>
/// <param name="Shards">SyncInventories that list them.</param>
/// <param name="Held">Objects that were left as they are, under a BreakGlass.</param>
internal sealed record SyncReport(int Objects, IReadOnlyList<string> Pruned, int Shards, int Held);
