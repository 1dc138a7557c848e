using System.Collections.Concurrent;
using GitOpsGuard.Core;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Syncs;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What stays otherwise than Git says, by condition and object, so that the GitSync's conditions can say so.</summary>
internal sealed class DriftNotes(ISyncRuntime runtime)
{
    private readonly ConcurrentDictionary<(string Condition, ObjectIdentity Identity), (SyncKey Sync, string Text)> _notes = new();

    /// <summary>An object differs and is left so.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Add(string condition, SyncKey sync, ObjectIdentity identity, string text)
    {
        if (_notes.TryGetValue((condition, identity), out var before) && before == (sync, text)) return false;
        _notes[(condition, identity)] = (sync, text);
        runtime.Wake(sync);
        return true;
    }

    /// <summary>An object agrees again.</summary>
    public void Remove(string condition, ObjectIdentity identity)
    {
        if (_notes.TryRemove((condition, identity), out var note)) runtime.Wake(note.Sync);
    }

    /// <summary>An object is none of ours any more.</summary>
    public void Remove(ObjectIdentity identity)
    {
        foreach (var (condition, _) in _notes.Keys.Where(note => note.Identity == identity)) Remove(condition, identity);
    }

    /// <summary>What is said of a GitSync's objects, in order, by condition.</summary>
    public IEnumerable<(string Condition, IReadOnlyList<string> Texts)> Of(SyncKey sync) => _notes
        .Where(note => note.Value.Sync == sync)
        .GroupBy(note => note.Key.Condition, note => note.Value.Text)
        .OrderBy(notes => notes.Key, StringComparer.Ordinal)
        .Select(notes => (notes.Key, (IReadOnlyList<string>)[.. notes.Order(StringComparer.Ordinal)]));
}
