using System.Collections.Concurrent;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator;
using GitOpsGuard.Operator.Queue;
using GitOpsGuard.Reconciler.Syncs;
using k8s.Models;

namespace GitOpsGuard.Reconciler.Sources;

/// <summary>Wakes the GitSyncs of a source when it stands at another commit than they last heard of.</summary>
internal sealed class SourceMoves(Entities<GitSyncEntity> syncs)
{
    private readonly ConcurrentDictionary<(string, string), string> _heard = new();

    /// <summary>A source was fetched, and its status says so.</summary>
    public void Note(string ns, string source, string revision)
    {
        if (_heard.TryGetValue((ns, source), out var before) && before == revision) return;
        _heard[(ns, source)] = revision;
        foreach (var sync in syncs.List().Where(s => s.Namespace() == ns && s.Spec.SourceRef.Name == source))
            syncs.Enqueue(new ObjectKey(ns, sync.Name()), QueuePriority.High);
    }

    /// <summary>Forgets a source that is gone.</summary>
    public void Forget(string ns, string source) => _heard.TryRemove((ns, source), out _);
}
