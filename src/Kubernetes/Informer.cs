using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// A list, a watch and a store of the objects of one kind. Whatever happens to connections and to the server's memory of
/// events, every object that comes, changes or goes is told of by <see cref="Changed"/>, in order, after the store holds it;
/// several changes that happen while nobody watches may be told as one.
/// </summary>
public sealed class Informer(ApiClient client, InformerOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>A watch that ends sooner than this counts as a failure, so that a server that hangs up is not hammered.</summary>
    private static readonly TimeSpan HealthyWatch = TimeSpan.FromSeconds(10);

    private readonly InformerStore _store = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), options.Random);
    private long _lastProgress = time.GetUtcNow().UtcTicks;
    private long _progressStamp = time.GetTimestamp();
    private string? _resourceVersion;
    private string _relistReason = "start";

    /// <summary>
    /// Each change of the store, beginning with an event for each object of the first list. Handlers are called one after the
    /// other on the informer's own task and should only take note; one that throws is logged and loses nothing for the others.
    /// </summary>
    [SuppressMessage("Design", "MA0046:Use EventHandler<T> to declare events", Justification = "Handlers have no use for a sender.")]
    public event Action<InformerEvent>? Changed;

    /// <summary>What the informer keeps.</summary>
    public InformerOptions Options => options;

    /// <summary>Whether the first list is complete.</summary>
    public bool HasSynced => _synced.Task.IsCompleted;

    /// <summary>When the server last answered or sent something.</summary>
    public DateTimeOffset LastProgress => new(Interlocked.Read(ref _lastProgress), TimeSpan.Zero);

    /// <summary>How long ago that was, whatever became of the clock of the day since.</summary>
    public TimeSpan ProgressAge => time.GetElapsedTime(Interlocked.Read(ref _progressStamp));

    /// <summary>How many objects there are at this moment.</summary>
    public int Count => _store.Count;

    /// <summary>Waits until the first list is complete and has been told of.</summary>
    public Task WaitForSyncAsync(CancellationToken ct) => _synced.Task.WaitAsync(ct);

    /// <summary>The stored form of an object, or null.</summary>
    public JsonElement? Get(string? ns, string name) =>
        _store.TryGet(new(ns ?? "", name), out var obj) ? obj : null;

    /// <summary>All objects at this moment.</summary>
    public IReadOnlyCollection<JsonElement> List() => _store.ToArray();

    /// <summary>Lists and watches until cancelled; no failure ends it. Call it once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        client.Metrics.Follow(this);
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var began = time.GetTimestamp();
                var failure = await FollowAsync(ct);
                if (ct.IsCancellationRequested) return;
                if (LosesTrack(failure)) LoseTrack(failure);
                var healthy = time.GetElapsedTime(began) >= HealthyWatch;
                if (healthy) _backoff.Reset();
                if (!healthy || failure is not null) await WaitAsync((failure as ApiException)?.RetryAfter, ct);
            }
        }
        finally
        {
            client.Metrics.Leave(this);
        }
    }

    /// <summary>Whether events may have passed unseen: the server's memory ends later, or the kind was not served, or we failed.</summary>
    private static bool LosesTrack(Exception? failure) => failure switch
    {
        null => false,
        ApiException { Code: default(HttpStatusCode) or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } => false,
        _ => true,
    };

    private void LoseTrack(Exception? failure)
    {
        _resourceVersion = null;
        _relistReason = failure is ApiException { IsExpired: true } ? "expired" : "failed";
    }

    private async Task WaitAsync(TimeSpan? atLeast, CancellationToken ct)
    {
        var delay = _backoff.Next();
        if (atLeast > delay) delay = atLeast.Value;
        await Task.Delay(delay, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Lists if need be, then watches until the connection ends.</summary>
    /// <returns>Why it ended, or null where the server ended it in order.</returns>
    private async Task<Exception?> FollowAsync(CancellationToken ct)
    {
        try
        {
            _resourceVersion ??= await ListAsync(ct);
            await WatchAsync(ct);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (ApiException e)
        {
            if (e.IsExpired) InformerLog.Expired(logger, options.Resource.Plural);
            else InformerLog.Failed(logger, options.Resource.Plural, e.Message);
            return e;
        }
        catch (Exception e)
        {
            InformerLog.Broke(logger, e, options.Resource.Plural);
            return e;
        }
    }

    private async Task<string> ListAsync(CancellationToken ct)
    {
        var selection = new ListOptions
        {
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            MetadataOnly = options.MetadataOnly,
            Limit = options.PageSize,
        };
        client.Metrics.Listed(options.Resource, _relistReason);
        var resourceVersion = await ListConsistentlyAsync(selection, ct);
        Tell(_store.EndList());
        _synced.TrySetResult();
        return resourceVersion;
    }

    /// <summary>All pages of one moment; where they expire on the way, the whole list at once.</summary>
    private async Task<string> ListConsistentlyAsync(ListOptions selection, CancellationToken ct)
    {
        try
        {
            return await ListPagesAsync(selection, ct);
        }
        catch (ApiException e) when (e.IsExpired)
        {
            return await ListPagesAsync(selection with { Limit = 0 }, ct);
        }
    }

    private async Task<string> ListPagesAsync(ListOptions selection, CancellationToken ct)
    {
        _store.BeginList();
        string? next = null;
        while (true)
        {
            var page = await client.ListPageAsync(options.Resource, options.Namespace, selection, next, ct);
            foreach (var item in page.Items) Tell(Store(item));
            NoteProgress();
            next = page.Continue;
            if (next is null) return page.ResourceVersion;
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        var (shortest, longest) = options.WatchTimeout;
        var watch = new WatchOptions
        {
            ResourceVersion = _resourceVersion,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            MetadataOnly = options.MetadataOnly,
            TrimText = ObjectTrim.OnText(options.Trim),
            Timeout = shortest + ((longest - shortest) * options.Random.NextDouble()),
        };
        await foreach (var e in client.WatchAsync(options.Resource, options.Namespace, watch, ct))
        {
            Take(e);
            if (ObjectKey.ResourceVersion(e.Object) is { } seen) _resourceVersion = seen;
            NoteProgress();
        }

        NoteProgress();
    }

    private void Take(WatchEvent e)
    {
        switch (e.Type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                Tell(Store(e.Object));
                break;
            case WatchEventType.Deleted:
                Tell(_store.Remove(Kept(Trim(e.Object))));
                break;
        }
    }

    private IReadOnlyList<InformerEvent> Store(JsonElement obj)
    {
        var trimmed = Trim(obj);
        return _store.Set(trimmed, Kept(trimmed));
    }

    private JsonElement Kept(JsonElement trimmed) => options.Keep is null ? trimmed : options.Keep(trimmed);

    private JsonElement Trim(JsonElement obj) => options.Trim is null ? obj : options.Trim(obj);

    private void Tell(IReadOnlyList<InformerEvent> events)
    {
        foreach (var e in events)
        {
            foreach (var handler in Delegate.EnumerateInvocationList(Changed))
            {
                try
                {
                    handler(e);
                }
                catch (Exception failure)
                {
                    InformerLog.HandlerFailed(logger, failure, options.Resource.Plural, ObjectKey.Of(e.Object).ToString());
                }
            }
        }
    }

    private void NoteProgress()
    {
        Interlocked.Exchange(ref _lastProgress, time.GetUtcNow().UtcTicks);
        Interlocked.Exchange(ref _progressStamp, time.GetTimestamp());
    }
}
