using System.Collections.Concurrent;
using GitOpsGuard.Core;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Syncs;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Drift that stays, by object, so that the GitSync's condition can say so.</summary>
internal sealed class DriftNotes(ISyncRuntime runtime)
{
    private readonly ConcurrentDictionary<ObjectIdentity, (SyncKey Sync, string Text)> _notes = new();

    /// <summary>An object differs and is left so.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Add(SyncKey sync, ObjectIdentity identity, string text)
    {
        if (_notes.TryGetValue(identity, out var before) && before == (sync, text)) return false;
        _notes[identity] = (sync, text);
        runtime.Wake(sync);
        return true;
    }

    /// <summary>An object agrees again, or is none of ours any more.</summary>
    public void Remove(ObjectIdentity identity)
    {
        if (_notes.TryRemove(identity, out var note)) runtime.Wake(note.Sync);
    }

    /// <summary>What is said of a GitSync's objects, in order.</summary>
    public IReadOnlyList<string> Of(SyncKey sync) =>
        [.. _notes.Values.Where(n => n.Sync == sync).Select(n => n.Text).Order(StringComparer.Ordinal)];
}
