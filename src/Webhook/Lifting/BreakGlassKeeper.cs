using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Webhook.Caches;

namespace GitOpsGuard.Webhook.Lifting;

/// <summary>
/// Writes into the status of each BreakGlass what the guard knows of it: who asked, when it was approved, how it stands, how
/// much was changed under it. Several replicas may do so at once.
/// </summary>
internal sealed class BreakGlassKeeper(ApiClient client, ClusterView view, TimeProvider time, ILogger<BreakGlassKeeper> logger) : IDisposable
{
    private const int MostRemembered = 1000;
    private static readonly WriteOptions Writing = new() { FieldManager = Names.WebhookServiceAccount };
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, string> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    /// <summary>Takes note of who asks for a BreakGlass, if the request is one that was allowed.</summary>
    internal void NoteRequest(AdmissionRequest request, Decision decision)
    {
        if (request is not { Group: Names.Group, Resource: "breakglasses", Operation: Operation.Create, Subresource: "", DryRun: false }) return;
        if (decision.Verdict != Verdict.Allowed) return;
        if (_asked.Count >= MostRemembered) _asked.Clear();
        _asked[Json.TextAt(request.Object, "metadata", "uid")] = request.User.Name;
    }

    /// <summary>Has the changes under a BreakGlass, <c>namespace/name</c>, counted anew.</summary>
    internal void NoteChange(string key)
    {
        _changed[key] = 0;
        _wake.Release();
    }

    /// <summary>Keeps every status right until cancelled. The caches must have synced.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var change = view.NextChange;
            var failed = false;
            foreach (var glass in view.BreakGlasses) failed |= !await TryKeepAsync(glass, ct);
            await PauseAsync(change, failed, ct);
        }
    }

    private async Task<bool> TryKeepAsync(JsonElement read, CancellationToken ct)
    {
        try
        {
            await KeepAsync(read, ct);
            return true;
        }
        catch (ApiException e) when (e.IsConflict || e.Code == System.Net.HttpStatusCode.NotFound)
        {
            // Another replica was quicker, or it is gone: the cache will tell.
            return true;
        }
        catch (ApiException e)
        {
            WebhookLog.NotKept(logger, Json.TextAt(read, "metadata", "namespace"), Json.TextAt(read, "metadata", "name"), e.Message);
            return false;
        }
    }

    private async Task KeepAsync(JsonElement read, CancellationToken ct)
    {
        var (uid, ns, name) = (Json.TextAt(read, "metadata", "uid"), Json.TextAt(read, "metadata", "namespace"), Json.TextAt(read, "metadata", "name"));
        int? changes = _changed.TryRemove($"{ns}/{name}", out _) ? await CountAsync(Marker.LabelFor(ns, name), ct) : null;
        var status = BreakGlassReport.StatusOf(read, view.Snapshot, _asked.GetValueOrDefault(uid), changes, time);
        var before = Json.Member(read, "status") is { ValueKind: JsonValueKind.Object } old ? JsonObject.Create(old)! : [];
        if (MergePatch.Between(before, status) is not { } patch) return;
        var version = Json.TextAt(read, "metadata", "resourceVersion");
        await client.MergePatchAsync(
            OwnResources.BreakGlasses, ns, name,
            new() { ["metadata"] = new JsonObject { ["uid"] = uid, ["resourceVersion"] = version }, ["status"] = patch }, Writing, ct, "status");
    }

    private async Task<int> CountAsync(string label, CancellationToken ct)
    {
        var count = 0;
        var options = new ListOptions { LabelSelector = $"{Names.BreakGlassLabel}={label}", MetadataOnly = true };
        await foreach (var _ in client.ListAsync(OwnResources.ChangeRequests, null, options, ct)) count++;
        return count;
    }

    /// <summary>Waits until something changes, or until the next BreakGlass ends.</summary>
    private async Task PauseAsync(Task change, bool failed, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var ends = view.BreakGlasses.Select(glass => BreakGlasses.StandingOf(BreakGlassReader.Read(glass), view.Snapshot, now).End)
            .OfType<DateTimeOffset>().Where(end => end > now).Select(end => end - now);
        var longest = ends.Append(failed ? RetryPause : LongestPause).Min();
        using var deadline = new CancellationTokenSource(longest > ShortestPause ? longest : ShortestPause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        await Task.WhenAny(change.WaitAsync(either.Token), _wake.WaitAsync(either.Token));
        ct.ThrowIfCancellationRequested();
    }
}
