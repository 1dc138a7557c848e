using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Tells of something that happened to a GitSync's objects, as an Event about the GitSync.</summary>
internal delegate Task SyncEvents(SyncJob job, string reason, string message, bool warns, CancellationToken ct);
