using System.Threading.Channels;

namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>
/// Follows every change and finishes what deletions start: dependents, namespaces, definitions. A step that fails is
/// tried again after a second.
/// </summary>
internal sealed partial class Controllers : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Channel<StoreEvent> again = Channel.CreateUnbounded<StoreEvent>();
    private readonly ClusterServices cluster;
    private readonly GarbageCollector collector;
    private readonly Terminations terminations;
    private readonly ILogger logger;
    private readonly StoreWatch watch;
    private Task running = Task.CompletedTask;

    private Controllers(ClusterServices cluster)
    {
        this.cluster = cluster;
        var identity = new ControllerIdentity(cluster);
        collector = new GarbageCollector(cluster, identity);
        terminations = new Terminations(cluster, identity);
        logger = cluster.Loggers.CreateLogger("GitOpsGuard.Playground.Cluster.Lifecycle");
        watch = cluster.Store.Watch(null, null);
    }

    public static Controllers Start(ClusterServices cluster)
    {
        var controllers = new Controllers(cluster);
        controllers.running = controllers.RunAsync(controllers.stop.Token);
        return controllers;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        watch.Dispose();
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            // A wait is asked for again only once it is over: each leaves a waiter behind in its channel.
            var (changed, due) = (NextAsync(watch.Changes, cancel), NextAsync(again.Reader, cancel));
            while (true)
            {
                await Task.WhenAny(changed, due);
                cancel.ThrowIfCancellationRequested();
                while (watch.Changes.TryRead(out var change))
                {
                    collector.Learn(change);
                    await HandleAsync(change, cancel);
                }

                while (again.Reader.TryRead(out var retried)) await HandleAsync(retried, cancel);
                if (changed.IsCompleted) changed = NextAsync(watch.Changes, cancel);
                if (due.IsCompleted) due = NextAsync(again.Reader, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The cluster ends.
        }
    }

    private static Task<bool> NextAsync(ChannelReader<StoreEvent> changes, CancellationToken cancel) => changes.WaitToReadAsync(cancel).AsTask();

    private async Task HandleAsync(StoreEvent change, CancellationToken cancel)
    {
        try
        {
            await collector.HandleAsync(change, cancel);
            await terminations.HandleAsync(change, cancel);
        }
        catch (ApiError error)
        {
            if (error.Code is not (404 or 409)) LogRetry(logger, change.Key.Plural, change.Key.Namespace, change.Key.Name, error.Message);
            _ = RetryAsync(change, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFault(logger, error, change.Key.Plural, change.Key.Namespace, change.Key.Name);
        }
    }

    private async Task RetryAsync(StoreEvent change, CancellationToken cancel)
    {
        await Task.Delay(RetryAfter, cluster.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        again.Writer.TryWrite(change);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Will try again after a change of {Plural} {Namespace}/{Name}: {Reason}")]
    private static partial void LogRetry(ILogger logger, string plural, string @namespace, string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to follow a change of {Plural} {Namespace}/{Name}")]
    private static partial void LogFault(ILogger logger, Exception error, string plural, string @namespace, string name);
}
