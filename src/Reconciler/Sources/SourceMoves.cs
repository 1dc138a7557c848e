using System.Collections.Concurrent;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Syncs;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Queue;

namespace GitOpsGuard.Reconciler.Sources;

/// <summary>Wakes the GitSyncs of a source when it stands at another commit than they last heard of.</summary>
internal sealed class SourceMoves(ApiClient api, EntityQueue<GitSyncEntity> queue)
{
    private readonly ConcurrentDictionary<(string, string), string> _heard = new();

    /// <summary>A source was fetched.</summary>
    public async Task NoteAsync(string ns, string source, string revision, CancellationToken ct)
    {
        if (_heard.TryGetValue((ns, source), out var before) && before == revision) return;
        await foreach (var sync in api.ListAsync(OwnResources.GitSyncs, ns, null, ct))
        {
            if (!sync.GetProperty("spec").GetProperty("sourceRef").GetProperty("name").ValueEquals(source)) continue;
            var name = sync.GetProperty("metadata").GetProperty("name").GetString();
            var entity = new GitSyncEntity { Metadata = new V1ObjectMeta { NamespaceProperty = ns, Name = name } };
            await queue(entity, ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.Zero, 0, ct);
        }

        _heard[(ns, source)] = revision;
    }

    /// <summary>Forgets a source that is gone.</summary>
    public void Forget(string ns, string source) => _heard.TryRemove((ns, source), out _);
}
