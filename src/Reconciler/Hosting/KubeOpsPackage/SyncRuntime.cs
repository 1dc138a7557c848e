using System.Threading.Channels;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Syncs;
using k8s.LeaderElection;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Queue;
using KubeOps.KubernetesClient;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The packages of KubeOps. They know neither priorities nor a store, so GitSyncs are listed to be woken.</summary>
internal sealed class SyncRuntime(IKubernetesClient client, EntityQueue<GitSyncEntity> queue, IServiceProvider services)
    : BackgroundService, ISyncRuntime
{
    private readonly Channel<SyncKey> _woken = Channel.CreateUnbounded<SyncKey>();

    public bool IsRunning => services.GetService<LeaderElector>()?.IsLeader() ?? true;

    public void Wake(SyncKey sync) => _woken.Writer.TryWrite(sync);

    public async Task WakeThoseOfAsync(string ns, string source, CancellationToken ct)
    {
        foreach (var sync in await client.ListAsync<GitSyncEntity>(ns, null, null, ct))
            if (sync.Spec.SourceRef.Name == source) await EnqueueAsync(sync, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var key in _woken.Reader.ReadAllAsync(stoppingToken))
            if (await client.GetAsync<GitSyncEntity>(key.Name, key.Namespace, stoppingToken) is { } sync) await EnqueueAsync(sync, stoppingToken);
    }

    private Task EnqueueAsync(GitSyncEntity sync, CancellationToken ct) =>
        queue(sync, ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.Zero, 0, ct);
}
