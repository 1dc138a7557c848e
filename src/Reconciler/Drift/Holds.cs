using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Syncs;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>
/// What repair leaves alone, because of a BreakGlass. It is asked of the API server when something would be written, never of a
/// watch: a change may be known here before the BreakGlass that allowed it. Once a BreakGlass moves or ends, everything that
/// was held is looked at again.
/// </summary>
internal sealed class Holds(ApiClient api, DriftQueue queue, ISyncRuntime runtime, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<ObjectIdentity, DateTimeOffset> _objects = new();
    private readonly ConcurrentDictionary<SyncKey, DateTimeOffset> _syncs = new();
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _moved;

    /// <summary>What is held now.</summary>
    public async Task<HoldPicture> LookAsync(CancellationToken ct)
    {
        var glasses = await ListAsync(OwnResources.BreakGlasses, null, ct);
        var changes = HoldPicture.LeavesChanges(glasses)
            ? await ListAsync(OwnResources.ChangeRequests, new() { LabelSelector = Names.BreakGlassLabel }, ct)
            : [];
        return new(glasses, changes, time.GetUtcNow());
    }

    /// <summary>Has an object looked at again when its hold may be over.</summary>
    public void Remember(ObjectIdentity identity, Hold hold)
    {
        _objects[identity] = hold.Until;
        _wake.Release();
    }

    /// <summary>Has a GitSync reconciled again when the hold on one of its objects may be over.</summary>
    public void Remember(SyncKey sync, Hold hold)
    {
        _syncs[sync] = hold.Until;
        _wake.Release();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var informer = new Informer(api, new() { Resource = OwnResources.BreakGlasses }, time, loggers.CreateLogger<Informer>());
        informer.Changed += _ =>
        {
            _moved = true;
            _wake.Release();
        };
        return Task.WhenAll(informer.RunAsync(stoppingToken), ReleaseAsync(stoppingToken));
    }

    private async Task ReleaseAsync(CancellationToken ct)
    {
        while (true)
        {
            var pause = _objects.Values.Concat(_syncs.Values).Select(until => until - time.GetUtcNow()).Append(LongestPause).Min();
            if (pause > TimeSpan.Zero) await PauseAsync(pause, ct);
            var all = _moved;
            _moved = false;
            var now = time.GetUtcNow();
            foreach (var identity in Due(_objects, all, now)) queue.Add(identity, gone: false);
            foreach (var sync in Due(_syncs, all, now)) runtime.Wake(sync);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        await _wake.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    private static List<T> Due<T>(ConcurrentDictionary<T, DateTimeOffset> held, bool all, DateTimeOffset now)
        where T : notnull
    {
        var due = held.Where(entry => all || entry.Value <= now).ToList();
        foreach (var entry in due) held.TryRemove(entry);
        return [.. due.Select(entry => entry.Key)];
    }

    private async Task<List<JsonElement>> ListAsync(Resource resource, ListOptions? options, CancellationToken ct)
    {
        var all = new List<JsonElement>();
        try
        {
            await foreach (var item in api.ListAsync(resource, null, options, ct)) all.Add(item);
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            // The kind is not installed.
        }

        return all;
    }
}
