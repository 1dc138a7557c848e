namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Lists of a collection, in pages of one consistent view.</summary>
internal sealed class Lists(ClusterServices cluster)
{
    private const int KeptViews = 64;

    private readonly ConcurrentDictionary<string, View> views = [];
    private readonly ConcurrentQueue<string> order = [];

    /// <summary>A page: the objects, the revision of the view, and how to go on, null at the end.</summary>
    public (IReadOnlyList<JsonObject> Page, long Revision, string? Continue, int Remaining) Read(
        ResourceType type, string? inNamespace, Selection selection, int limit, string continueAt)
    {
        var view = continueAt.Length > 0 ? Resume(continueAt) : Fresh(type, inNamespace, selection);
        var page = limit > 0 ? [.. view.Rest.Take(limit)] : view.Rest;
        var rest = view.Rest.Skip(page.Count).ToList();
        if (rest.Count == 0) return (page, view.Revision, null, 0);
        var token = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        views[token] = view with { Rest = rest };
        order.Enqueue(token);
        if (order.Count > KeptViews && order.TryDequeue(out var oldest)) views.TryRemove(oldest, out _);
        return (page, view.Revision, token, rest.Count);
    }

    /// <summary>The metadata of a list.</summary>
    public static JsonObject Metadata(long revision, string? continueAt, int remaining)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (continueAt is null) return metadata;
        metadata["continue"] = continueAt;
        metadata["remainingItemCount"] = remaining;
        return metadata;
    }

    private View Resume(string token) => views.TryGetValue(token, out var view)
        ? view
        : throw ApiError.Expired("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.");

    private View Fresh(ResourceType type, string? inNamespace, Selection selection)
    {
        var (objects, revision) = cluster.Store.List(type.Collection, type.Row.Namespaced ? inNamespace : null);
        return new View([.. objects.Select(type.Show).Where(selection.Covers)], revision);
    }

    private sealed record View(IReadOnlyList<JsonObject> Rest, long Revision);
}
