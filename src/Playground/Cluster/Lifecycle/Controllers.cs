namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>
/// Follows every change and finishes what others start: dependents, namespaces, definitions, disruption budgets. A
/// step that fails is tried again after a second.
/// </summary>
internal sealed partial class Controllers(ClusterServices cluster) : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly GarbageCollector collector = new(cluster);
    private readonly Terminations terminations = new(cluster);
    private readonly Disruptions disruptions = new(cluster);
    private readonly ILogger logger = cluster.LoggerOf("Lifecycle");
    private readonly StoreWatch watch = cluster.Store.Watch(null, null, out _)!;
    private Task running = Task.CompletedTask;

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
            await foreach (var change in watch.Changes.ReadAllAsync(cancel))
            {
                if (!change.Again) collector.Learn(change);
                await HandleAsync(change, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The cluster ends.
        }
    }

    private async Task HandleAsync(StoreEvent change, CancellationToken cancel)
    {
        try
        {
            await terminations.DefinitionsAsync(change, cancel);
            if (!cluster.RunsControllers) return;
            await collector.HandleAsync(change, cancel);
            await terminations.HandleAsync(change, cancel);
            disruptions.Handle(change);
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
        watch.Offer(change with { Again = true });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Will try again after a change of {Plural} {Namespace}/{Name}: {Reason}")]
    private static partial void LogRetry(ILogger logger, string plural, string @namespace, string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to follow a change of {Plural} {Namespace}/{Name}")]
    private static partial void LogFault(ILogger logger, Exception error, string plural, string @namespace, string name);
}
