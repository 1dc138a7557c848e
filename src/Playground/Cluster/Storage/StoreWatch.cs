using System.Threading.Channels;

namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>A running watch; changes arrive in order until it is disposed.</summary>
internal sealed class StoreWatch(Collection? collection, Channel<StoreEvent> channel, Action<StoreWatch> drop) : IDisposable
{
    /// <summary>The changes, oldest first.</summary>
    public ChannelReader<StoreEvent> Changes => channel.Reader;

    /// <summary>Passes on a change if it is of the watched collection.</summary>
    public void Offer(StoreEvent change)
    {
        if (collection is null || collection == change.Key.Collection) channel.Writer.TryWrite(change);
    }

    public void Dispose() => drop(this);
}
