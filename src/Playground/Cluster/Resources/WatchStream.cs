namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Writes the changes of a collection to a client, one JSON object a line, until its time is over.</summary>
internal sealed class WatchStream(ClusterServices cluster, HttpContext context, ResourceType type, string? inNamespace, Selection selection)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UsualLength = TimeSpan.FromMinutes(30);

    private readonly IQueryCollection query = context.Request.Query;
    private readonly Form form = Tables.Wanted(context.Request);
    private readonly string? space = type.Row.Namespaced ? inNamespace : null;
    private bool headed;

    public async Task ServeAsync(CancellationToken cancel)
    {
        var asked = query["resourceVersion"].ToString();
        var listed = query["sendInitialEvents"] == "true";
        Validation.DemandOptions("ListOptions", new()
        {
            ["sendInitialEvents"] = listed, ["resourceVersionMatch"] = query["resourceVersionMatch"].ToString(),
        });
        var initial = asked is "" or "0" || listed;
        var (objects, after) = initial ? cluster.Store.List(type.Collection, space) : ([], Lists.Parse(asked));
        if (listed && asked.Length > 0 && Lists.Parse(asked) is var least && least > after) throw Lists.TooLarge(least, after);
        context.Response.ContentType = "application/json";
        if (cluster.Store.Watch(type.Collection, after, out var expired) is not { } watch)
        {
            await LineAsync("ERROR", expired.ToStatus(), cancel);
            return;
        }

        using var following = watch;
        await context.Response.StartAsync(cancel);
        foreach (var item in objects.Where(Covers)) await WriteAsync("ADDED", item, cancel);
        if (listed) await BookmarkAsync(after, true, cancel);
        await context.Response.Body.FlushAsync(cancel);
        var length = long.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : UsualLength;
        using var deadline = new CancellationTokenSource(length, cluster.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            await FollowAsync(watch, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watch is over, as announced.
        }
    }

    private async Task FollowAsync(StoreWatch watch, CancellationToken cancel)
    {
        Task waiting = watch.Changes.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            // The revision is read first: every change up to it has then been offered to this watch.
            var revision = cluster.Store.Revision;
            await waiting.WaitAsync(BookmarkEvery, cluster.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancel.ThrowIfCancellationRequested();
            if (waiting.IsCompleted)
            {
                while (watch.Changes.TryRead(out var change)) await PassAsync(change, cancel);
                waiting = watch.Changes.WaitToReadAsync(cancel).AsTask();
            }
            else if (query["allowWatchBookmarks"] == "true")
                await BookmarkAsync(revision, false, cancel);

            await context.Response.Body.FlushAsync(cancel);
        }
    }

    /// <summary>A change seen through selectors: entering is an addition, leaving a deletion with the last state before.</summary>
    private async Task PassAsync(StoreEvent change, CancellationToken cancel)
    {
        if (space is not null && change.Key.Namespace != space) return;
        var covered = Covers(change.Before);
        if (Covers(change.After))
            await WriteAsync(covered ? "MODIFIED" : "ADDED", change.After!, cancel);
        else if (covered)
        {
            var last = change.Before!.Copy();
            last.Metadata["resourceVersion"] = change.Revision.ToString(CultureInfo.InvariantCulture);
            await WriteAsync("DELETED", last, cancel);
        }
    }

    private bool Covers(JsonObject? stored) => stored is not null && selection.Covers(type.Show(stored));

    private Task WriteAsync(string kind, JsonObject item, CancellationToken cancel)
    {
        var shown = type.Show(item);
        return LineAsync(kind, Tables.In(form, shown, items => Table(items, Tables.VersionOf(shown))), cancel);
    }

    private Task BookmarkAsync(long revision, bool initialEnd, CancellationToken cancel)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (initialEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var mark = type.Custom is null ? (JsonObject)Empty(type.Schema)! : [];
        (mark["kind"], mark["apiVersion"], mark["metadata"]) = (type.Row.Kind, type.ApiVersion, metadata);
        return LineAsync("BOOKMARK", Tables.In(form, mark, _ => Table([], metadata.Copy())), cancel);
    }

    /// <summary>What the server writes of an object of which nothing is set.</summary>
    private static JsonNode? Empty(Schema schema) => Empty(schema, schema.TypeName.EndsWith("Spec", StringComparison.Ordinal));

    private static JsonNode? Empty(Schema schema, bool spec)
    {
        bool IsCount(string field) => spec && field == "replicas";
        return schema.Shape != SchemaShape.Struct || schema.IsPointer ? schema.Zero : new JsonObject(
        schema.Fields.Where(field => field.Value.Always || IsCount(field.Key))
            .Select(field => KeyValuePair.Create(field.Key, IsCount(field.Key) ? 0 : Empty(field.Value))));
    }

    private JsonObject Table(IEnumerable<JsonObject> items, JsonObject metadata)
    {
        var first = !headed;
        headed = true;
        return Tables.Of(type, items, metadata, query["includeObject"].ToString(), first, cluster.Time.GetUtcNow());
    }

    private async Task LineAsync(string kind, JsonObject item, CancellationToken cancel) =>
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{kind}\",\"object\":{item.ToJsonString()}}}\n"),
            cancel);
}
