using System.Collections.Concurrent;
using GitOpsGuard.Reconciler.Syncs;

namespace GitOpsGuard.Reconciler.Sources;

/// <summary>Wakes the GitSyncs of a source when it stands at another commit than they last heard of.</summary>
internal sealed class SourceMoves(ISyncRuntime runtime)
{
    private readonly ConcurrentDictionary<(string, string), string> _heard = new();

    /// <summary>A source was fetched, and its status says so.</summary>
    public async Task NoteAsync(string ns, string source, string revision, CancellationToken ct)
    {
        if (_heard.TryGetValue((ns, source), out var before) && before == revision) return;
        await runtime.WakeThoseOfAsync(ns, source, ct);
        _heard[(ns, source)] = revision;
    }

    /// <summary>Forgets a source that is gone.</summary>
    public void Forget(string ns, string source) => _heard.TryRemove((ns, source), out _);
}
