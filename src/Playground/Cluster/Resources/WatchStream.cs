using GitOpsGuard.Playground.Cluster.Representation;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Writes the changes of a collection to a client, one JSON object a line, until its time is over.</summary>
internal sealed class WatchStream(ClusterServices cluster)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UsualLength = TimeSpan.FromMinutes(30);

    public async Task ServeAsync(HttpContext context, ResourceType type, string? inNamespace, Selection selection, CancellationToken cancel)
    {
        var query = context.Request.Query;
        var asked = query["resourceVersion"].ToString();
        var initial = asked is "" or "0" || query["sendInitialEvents"] == "true";
        var started = initial ? cluster.Store.List(type.Collection, type.Row.Namespaced ? inNamespace : null) : default;
        var after = initial
            ? started.Revision
            : long.TryParse(asked, CultureInfo.InvariantCulture, out var revision) ? revision
                : throw ApiError.BadRequest($"resourceVersion: Invalid value: \"{asked}\": strconv.ParseUint: parsing \"{asked}\": invalid syntax");
        var writer = new Lines(context, type, query["includeObject"].ToString(), cluster.Time);
        context.Response.ContentType = "application/json";
        if (Resume(type, after, out var expired) is not { } watch)
        {
            await writer.LineAsync("ERROR", expired!.ToStatus(), cancel);
            return;
        }

        using var following = watch;
        await context.Response.StartAsync(cancel);
        if (initial) await writer.InitialAsync([.. started.Objects.Select(type.Show).Where(selection.Covers)], started.Revision, query, cancel);
        await context.Response.Body.FlushAsync(cancel);
        var length = long.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : UsualLength;
        using var deadline = new CancellationTokenSource(length, cluster.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            await FollowAsync(context, watch, writer, new Filter(type, type.Row.Namespaced ? inNamespace : null, selection), query["allowWatchBookmarks"] == "true", end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watch is over, as announced.
        }
    }

    /// <summary>The watch, or the error that a client receives as its only event.</summary>
    private StoreWatch? Resume(ResourceType type, long after, out ApiError? expired)
    {
        expired = null;
        try
        {
            return cluster.Store.Watch(type.Collection, after);
        }
        catch (ApiError error)
        {
            expired = error;
            return null;
        }
    }

    private async Task FollowAsync(HttpContext context, StoreWatch watch, Lines writer, Filter filter, bool bookmarks, CancellationToken cancel)
    {
        var waiting = watch.Changes.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            // The revision is read first: every change up to it has then been offered to this watch.
            var revision = cluster.Store.Revision;
            if (await ReadyAsync(waiting, cancel))
            {
                while (watch.Changes.TryRead(out var change)) await filter.PassAsync(change, writer, cancel);
                waiting = watch.Changes.WaitToReadAsync(cancel).AsTask();
            }
            else if (bookmarks)
            {
                await writer.BookmarkAsync(revision, false, cancel);
            }

            cancel.ThrowIfCancellationRequested();
            await context.Response.Body.FlushAsync(cancel);
        }
    }

    /// <summary>Whether a change came before the next bookmark is due.</summary>
    private async Task<bool> ReadyAsync(Task waiting, CancellationToken cancel)
    {
        try
        {
            await waiting.WaitAsync(BookmarkEvery, cluster.Time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>A change seen through selectors: entering is an addition, leaving a deletion.</summary>
    private sealed record Filter(ResourceType Type, string? Namespace, Selection Selection)
    {
        public async Task PassAsync(StoreEvent change, Lines writer, CancellationToken cancel)
        {
            if (Namespace is not null && change.Key.Namespace != Namespace) return;
            var (covered, covers) = (Covers(change.Before), Covers(change.After));
            if (covers) await writer.WriteAsync(covered ? "MODIFIED" : "ADDED", change.After!, cancel);
            else if (covered) await writer.WriteAsync("DELETED", Last(change), cancel);
        }

        private bool Covers(JsonObject? stored) => stored is not null && Selection.Covers(Type.Show(stored));

        private static JsonObject Last(StoreEvent change)
        {
            if (change.After is null) return change.Before!;
            var last = change.Before!.Copy();
            last.Metadata["resourceVersion"] = change.Revision.ToString(CultureInfo.InvariantCulture);
            return last;
        }
    }

    private sealed class Lines(HttpContext context, ResourceType type, string include, TimeProvider time)
    {
        private readonly Form form = Negotiation.Wanted(context.Request);
        private bool headed;

        public async Task InitialAsync(IReadOnlyList<JsonObject> objects, long revision, IQueryCollection query, CancellationToken cancel)
        {
            foreach (var item in objects) await WriteAsync("ADDED", item, cancel);
            if (query["sendInitialEvents"] == "true") await BookmarkAsync(revision, true, cancel);
        }

        public Task WriteAsync(string kind, JsonObject item, CancellationToken cancel)
        {
            var shown = type.Show(item);
            var first = !headed;
            headed = true;
            return LineAsync(kind, form switch
            {
                Form.Table => Tables.Of(type, [shown], Version(shown.Text("metadata", "resourceVersion")), include, first, time.GetUtcNow()),
                Form.MetadataOnly => MetadataOnly.Of(shown),
                _ => shown,
            }, cancel);
        }

        public Task BookmarkAsync(long revision, bool initialEnd, CancellationToken cancel)
        {
            var metadata = Version(revision.ToString(CultureInfo.InvariantCulture));
            metadata["creationTimestamp"] = null;
            if (initialEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
            return LineAsync("BOOKMARK", form switch
            {
                Form.Table => new JsonObject { ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata, ["columnDefinitions"] = null, ["rows"] = new JsonArray() },
                Form.MetadataOnly => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
                _ => new JsonObject { ["kind"] = type.Row.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata },
            }, cancel);
        }

        public async Task LineAsync(string kind, JsonObject item, CancellationToken cancel)
        {
            var body = context.Response.Body;
            await body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{{\"type\":\"{kind}\",\"object\":{item.ToJsonString()}}}\n"), cancel);
        }

        private static JsonObject Version(string? revision) => new() { ["resourceVersion"] = revision };
    }
}
