namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Lists of a collection, as it is or was at a revision, in pages of one view.</summary>
internal sealed class Lists(ClusterServices cluster)
{
    /// <summary>A page of a list and its metadata: the revision of the view, and how to go on.</summary>
    public (IReadOnlyList<JsonObject> Page, JsonObject Metadata) Read(
        ResourceType type, string? inNamespace, Selection selection, IQueryCollection query)
    {
        if (!int.TryParse(query["limit"].ToString() is { Length: > 0 } text ? text : "0", out var limit))
            throw ApiError.BadRequest($"strconv.ParseInt: parsing \"{query["limit"]}\": invalid syntax");
        var token = query["continue"].ToString();
        var (at, start) = token.Length > 0 ? Resume(token, query) : (Revision(query), null);
        var (objects, revision) = cluster.Store.List(type.Collection, type.Row.Namespaced ? inNamespace : null, at);
        List<JsonObject> rest = [.. objects.SkipWhile(item => start is not null && string.CompareOrdinal(KeyOf(item), start) <= 0).Select(type.Show)];
        var found = rest.Where(selection.Covers);
        List<JsonObject> page = [.. limit > 0 ? found.Take(limit) : found];
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        // Whether what follows is selected is found out when it is asked for.
        var left = page.Count > 0 && page.Count == limit ? rest.Count - 1 - rest.IndexOf(page[^1]) : 0;
        if (left == 0) return (page, metadata);
        metadata["continue"] = Token(revision, KeyOf(page[^1]));
        if (query["labelSelector"].Count + query["fieldSelector"].Count == 0) metadata["remainingItemCount"] = left;
        return (page, metadata);
    }

    /// <summary>The revision that a query asks to look back to; null for the present. One that is still to come is refused.</summary>
    private long? Revision(IQueryCollection query)
    {
        var (version, match) = (query["resourceVersion"].ToString(), query["resourceVersionMatch"].ToString());
        Validation.DemandOptions("ListOptions", new() { ["resourceVersion"] = version, ["resourceVersionMatch"] = match });
        if (version is "" or "0") return null;
        var asked = Known(version) ?? throw ApiError.BadRequest($"invalid resource version: {Unreadable(version)}");
        if (asked > cluster.Store.Revision) throw TooLarge(asked, cluster.Store.Revision);
        return match == "Exact" || (match.Length == 0 && query["limit"].ToString() is not ("" or "0")) ? asked : null;
    }

    /// <summary>Returns when the server has reached the revision that a read of one object asks for.</summary>
    public void Reach(string version)
    {
        if (version.Length > 0 && Parse(version) is var asked
            && asked > cluster.Store.Revision) throw TooLarge(asked, cluster.Store.Revision);
    }

    /// <summary>The revision that a text names.</summary>
    public static long Parse(string version) => Known(version) ?? throw new ApiError(500, "", Unreadable(version));

    private static long? Known(string version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static string Unreadable(string version) =>
        $"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax";

    /// <summary>The 504 of a revision that the server has not reached.</summary>
    public static ApiError TooLarge(long asked, long now) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {now}", new JsonObject
        {
            ["causes"] = new JsonArray(ApiError.Cause("ResourceVersionTooLarge", "Too large resource version")), ["retryAfterSeconds"] = 1,
        });

    private static string KeyOf(JsonObject item) => $"{item.Text("metadata", "namespace")}/{item.Text("metadata", "name")}";

    private static string Token(long revision, string start) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = revision, ["start"] = $"{start}\0" }.ToJsonString()));

    private static (long? At, string? Start) Resume(string token, IQueryCollection query)
    {
        if (query["resourceVersion"].ToString() is not ("" or "0"))
            throw ApiError.BadRequest("specifying resource version is not allowed when using continue");
        var read = Trees.TryParse(() => System.Buffers.Text.Base64Url.DecodeFromChars(token));
        return read.Number("rv") is { } revision && read.Text("start") is { } start
            ? (revision, start.TrimEnd('\0'))
            : throw ApiError.BadRequest(
                "invalid continue token: continue key is not valid: invalid character '\\u009e' looking for beginning of value");
    }
}
