using System.Threading.Channels;

namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>
/// One change: <paramref name="Before"/> is null for a creation, <paramref name="After"/> for a removal. The trees are
/// shared and must not be changed. <paramref name="Again"/> is set where a change is followed once more.
/// </summary>
internal sealed record StoreEvent(long Revision, ObjectKey Key, JsonObject? Before, JsonObject? After, bool Again = false);

/// <summary>A running watch; changes arrive in order until it is disposed.</summary>
internal sealed class StoreWatch(Collection? collection, long after, Action<StoreWatch> drop) : IDisposable
{
    private readonly Channel<StoreEvent> channel = Channel.CreateUnbounded<StoreEvent>();

    /// <summary>The changes, oldest first.</summary>
    public ChannelReader<StoreEvent> Changes => channel.Reader;

    /// <summary>Passes on a change if it is of the watched collection.</summary>
    public void Offer(StoreEvent change)
    {
        if (change.Revision > after && (collection is null || collection == change.Key.Collection)) channel.Writer.TryWrite(change);
    }

    public void Dispose() => drop(this);
}
