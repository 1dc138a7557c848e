namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>
/// <c>/openapi/v3</c>: the index, and one document for each group and version, as far as kubectl reads them: to learn
/// that the server validates fields and dry-runs, to build patches, to explain.
/// </summary>
internal static class OpenApiDocuments
{
    private const string Write = "dryRun fieldManager fieldValidation";
    private const string Read = "labelSelector fieldSelector limit continue resourceVersion watch";

    /// <summary>The index: where the document of each group and version is. The hash moves with the document.</summary>
    public static JsonObject Index(IEnumerable<(KindRow Row, Schema Schema)> kinds) => new()
    {
        ["paths"] = new JsonObject(kinds
            .GroupBy(kind => PathOf(kind.Row.Group, kind.Row.Version))
            .Select(group => KeyValuePair.Create<string, JsonNode?>(
                group.Key, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{group.Key}?hash={Hash(group)}" }))),
    };

    /// <summary>The path of a document below <c>/openapi/v3/</c>: <c>api/v1</c>, <c>apis/apps/v1</c>.</summary>
    public static string PathOf(string group, string version) =>
        group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";

    /// <summary>The document of one group and version, of which <paramref name="kinds"/> are the kinds.</summary>
    public static JsonObject Document(IReadOnlyCollection<(KindRow Row, Schema Schema)> kinds)
    {
        var paths = new JsonObject();
        var components = new OpenApiComponents();
        foreach (var (row, schema) in kinds)
        {
            components.AddKind(row, schema);
            AddPaths(paths, row);
        }

        return Template.Answers.Fill("OpenAPI", ("paths", paths), ("schemas", components.Schemas));
    }

    private static void AddPaths(JsonObject paths, KindRow row)
    {
        var root = "/" + PathOf(row.Group, row.Version);
        var collection = row.Namespaced ? $"{root}/namespaces/{{namespace}}/{row.Plural}" : $"{root}/{row.Plural}";
        (string, string, string)[] item = [("get", "get", ""), ("put", "put", Write), ("patch", "patch", $"{Write} force")];
        if (row.Namespaced) paths[$"{root}/{row.Plural}"] = Operations(row, ("get", "list", Read));
        paths[collection] = Operations(
            row, ("get", "list", Read), ("post", "post", Write), ("delete", "deletecollection", $"dryRun {Read}"));
        paths[$"{collection}/{{name}}"] = Operations(row, [.. item, ("delete", "delete", "dryRun gracePeriodSeconds propagationPolicy")]);
        foreach (var subresource in row.Subresources.Where(name => name is "status" or "scale"))
        {
            var kind = subresource == "scale" ? row with { Group = "autoscaling", Version = "v1", Kind = "Scale" } : row;
            paths[$"{collection}/{{name}}/{subresource}"] = Operations(kind, item);
        }
    }

    private static JsonObject Operations(KindRow row, params IEnumerable<(string Verb, string Action, string Query)> operations) =>
        new(operations.Select(operation => KeyValuePair.Create<string, JsonNode?>(operation.Verb, Template.Answers.Fill(
            "Operation",
            ("parameters", Parameters(operation.Query)), ("action", operation.Action), ("kind", OpenApiComponents.KindOf(row)),
            ("body", operation.Verb != "patch" ? null : Template.Answers.Fill(row.Type is null ? "Custom patches" : "Patches"))))));

    private static JsonArray Parameters(string query) => [.. query.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name =>
        Template.Answers.Fill("Parameter", ("name", name), ("type", name is "force" or "watch" ? "boolean" : "string")))];

    private static string Hash(IEnumerable<(KindRow Row, Schema Schema)> kinds)
    {
        var lines = kinds.Select(kind => $"{kind.Row} {kind.Schema.HasStatus} {kind.Schema.OpenApi?.ToJsonString()}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
