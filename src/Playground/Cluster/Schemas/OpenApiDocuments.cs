namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>
/// <c>/openapi/v3</c>: the index, and one document for each group and version, as far as kubectl reads them: to learn
/// that the server validates fields and dry-runs, to build patches, to explain.
/// </summary>
internal static class OpenApiDocuments
{
    /// <summary>The index: where the document of each group and version is. The hash moves with the document.</summary>
    public static JsonObject Index(IEnumerable<(KindRow Row, Schema Schema)> kinds)
    {
        var paths = new JsonObject();
        foreach (var group in kinds.GroupBy(kind => PathOf(kind.Row.Group, kind.Row.Version)))
        {
            paths[group.Key] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{group.Key}?hash={Hash(group)}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

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
            OpenApiPaths.Add(paths, row);
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "unversioned" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = components.Schemas },
        };
    }

    private static string Hash(IEnumerable<(KindRow Row, Schema Schema)> kinds)
    {
        var text = string.Join('\n', kinds.Select(kind =>
            $"{kind.Row.ApiVersion} {kind.Row.Kind} {kind.Schema.HasStatus} {kind.Schema.OpenApi?.ToJsonString()}"));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
