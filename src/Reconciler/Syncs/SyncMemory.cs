using System.Collections.Concurrent;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>What each GitSync was last made to agree with by this process. Lost at a restart: then everything is applied once.</summary>
internal sealed class SyncMemory
{
    private readonly ConcurrentDictionary<SyncKey, Applied> _applied = new();

    /// <summary>A sync that reached its end.</summary>
    /// <param name="Generation">Generation of the GitSync.</param>
    /// <param name="Source">The source that was read.</param>
    /// <param name="Reads">Every path of the tree that the render asked for, with its object id.</param>
    /// <param name="Request">Value of the reconcile annotation.</param>
    /// <param name="Report">What was done.</param>
    /// <param name="At">When.</param>
    public sealed record Applied(long Generation, string Source, IReadOnlyDictionary<string, string?> Reads, string? Request, SyncReport Report, DateTimeOffset At);

    public Applied? Of(SyncKey sync) => _applied.GetValueOrDefault(sync);

    public void Note(SyncKey sync, Applied applied) => _applied[sync] = applied;

    public void Forget(SyncKey sync) => _applied.TryRemove(sync, out _);

    /// <summary>Another replica leads, so everything is applied again when it is our turn.</summary>
    public void Clear() => _applied.Clear();
}
