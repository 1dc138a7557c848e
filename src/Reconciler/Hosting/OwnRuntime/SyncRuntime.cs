using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator;
using GitOpsGuard.Operator.Queue;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Syncs;
using k8s.Models;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The runtime of <c>src/Operator</c>.</summary>
internal sealed class SyncRuntime(Entities<GitSyncEntity> syncs, OperatorHealth health) : ISyncRuntime
{
    public bool IsRunning => health.IsRunning;

    public void Wake(SyncKey sync) => syncs.Enqueue(new ObjectKey(sync.Namespace, sync.Name));

    public Task WakeThoseOfAsync(string ns, string source, CancellationToken ct)
    {
        foreach (var sync in syncs.List().Where(s => s.Namespace() == ns && s.Spec.SourceRef.Name == source))
            syncs.Enqueue(new ObjectKey(ns, sync.Name()), QueuePriority.High);
        return Task.CompletedTask;
    }
}
