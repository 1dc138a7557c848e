using System.Collections.Concurrent;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>One watch for each applied kind, over all namespaces, of the objects that carry the marker label.</summary>
internal sealed class ManagedWatches(ApiClient api, DriftQueue queue, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan SyncDeadline = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Resource, Lazy<Watched>> _watches = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Watches these kinds, and returns once their objects are known.</summary>
    public async Task<Failure?> EnsureAsync(IEnumerable<Resource> resources, CancellationToken ct)
    {
        foreach (var resource in resources.Distinct())
        {
            var watched = _watches.GetOrAdd(resource, r => new(() => Start(r))).Value;
            if (await SyncedAsync(watched.Informer, resource, ct) is { } failure) return failure;
        }

        return null;
    }

    /// <summary>Returns once an informer knows its objects.</summary>
    public async Task<Failure?> SyncedAsync(Informer informer, Resource resource, CancellationToken ct)
    {
        if (informer.HasSynced) return null;
        using var deadline = new CancellationTokenSource(SyncDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            await informer.WaitForSyncAsync(both.Token);
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Failure.Retryable(
                Reasons.ReconciliationFailed,
                $"{resource.Plural} of {resource.ApiVersion} cannot be watched; the reconciler's role must allow list and watch");
        }
    }

    /// <summary>The live object as the watch knows it; null when there is none with the marker label.</summary>
    public JsonElement? Live(Resource resource, ObjectIdentity identity) =>
        _watches.TryGetValue(resource, out var watched)
            ? watched.Value.Informer.Get(identity.Namespace.Length > 0 ? identity.Namespace : null, identity.Name)
            : null;

    /// <summary>Ends the watches of a kind whose CustomResourceDefinition is gone.</summary>
    /// <param name="definition">Name of the definition, <c>plural.group</c>.</param>
    public async Task EndAsync(string definition)
    {
        foreach (var resource in _watches.Keys.Where(r => $"{r.Plural}.{r.Group}" == definition))
        {
            if (_watches.TryRemove(resource, out var watched) && watched.IsValueCreated) await watched.Value.Stop.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var watched in _watches.Values.Where(w => w.IsValueCreated))
            await watched.Value.Run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private Watched Start(Resource resource)
    {
        var options = new InformerOptions { Resource = resource, LabelSelector = Names.SyncLabel };
        var informer = new Informer(api, options, time, loggers.CreateLogger<Informer>());
        informer.Changed += e => queue.Add(ObjectIdentity.Of(e.Object), e.Type == InformerEventType.Deleted);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        return new(informer, stop, informer.RunAsync(stop.Token));
    }

    private sealed record Watched(Informer Informer, CancellationTokenSource Stop, Task Run);
}
