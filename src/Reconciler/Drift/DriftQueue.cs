using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GitOpsGuard.Core;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Objects to look at. Each is in it once; that it is gone outlives that it moved.</summary>
internal sealed class DriftQueue
{
    private readonly Channel<ObjectIdentity> _order = Channel.CreateUnbounded<ObjectIdentity>();
    private readonly ConcurrentDictionary<ObjectIdentity, bool> _queued = new();

    /// <summary>Adds an object.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="gone">Whether it left the watch: deleted, or stripped of its marker label.</param>
    public void Add(ObjectIdentity identity, bool gone)
    {
        var added = false;
        _queued.AddOrUpdate(
            identity,
            _ =>
            {
                added = true;
                return gone;
            },
            (_, before) =>
            {
                added = false;
                return before || gone;
            });
        if (added) _order.Writer.TryWrite(identity);
    }

    /// <summary>Takes objects, oldest first, until cancelled. Safe for several takers.</summary>
    public async IAsyncEnumerable<(ObjectIdentity Identity, bool Gone)> TakeAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var identity in _order.Reader.ReadAllAsync(ct))
        {
            if (_queued.TryRemove(identity, out var gone)) yield return (identity, gone);
        }
    }
}
