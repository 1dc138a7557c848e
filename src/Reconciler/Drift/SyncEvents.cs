using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Tells of something that happened to a GitSync's objects, as an Event about the GitSync.</summary>
internal sealed class SyncEvents(EventRecorder recorder)
{
    public Task WarnAsync(SyncJob job, string reason, string message, CancellationToken ct) =>
        recorder.RecordAsync(
            new ObjectReference(Names.ApiVersion, OwnResources.GitSyncs.Kind, job.Namespace, job.Name, job.Uid), reason, message, EventType.Warning, ct);
}
