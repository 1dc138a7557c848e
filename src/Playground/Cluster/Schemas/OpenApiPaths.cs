namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The <c>paths</c> of a kind, with the query parameters by which clients see what the server can do.</summary>
internal static class OpenApiPaths
{
    private static readonly string[] Write = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] Read = ["labelSelector", "fieldSelector", "limit", "continue", "resourceVersion", "watch"];

    private static readonly string[] PatchTypes =
    [
        "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml",
    ];

    public static void Add(JsonObject paths, KindRow row)
    {
        var root = "/" + OpenApiDocuments.PathOf(row.Group, row.Version);
        var collection = row.Namespaced ? $"{root}/namespaces/{{namespace}}/{row.Plural}" : $"{root}/{row.Plural}";
        paths[collection] = new JsonObject
        {
            ["get"] = Operation(row, "list", Read),
            ["post"] = Operation(row, "post", Write),
            ["delete"] = Operation(row, "deletecollection", ["dryRun", .. Read]),
        };
        if (row.Namespaced) paths[$"{root}/{row.Plural}"] = new JsonObject { ["get"] = Operation(row, "list", Read) };
        paths[$"{collection}/{{name}}"] = Item(row, withDelete: true);
        foreach (var subresource in row.Subresources.Where(name => name is "status" or "scale"))
        {
            var kind = subresource == "scale" ? row with { Group = "autoscaling", Version = "v1", Kind = "Scale" } : row;
            paths[$"{collection}/{{name}}/{subresource}"] = Item(kind, withDelete: false);
        }
    }

    private static JsonObject Item(KindRow row, bool withDelete)
    {
        var patch = Operation(row, "patch", [.. Write, "force"]);
        var types = row.Type is null ? PatchTypes : [.. PatchTypes, "application/strategic-merge-patch+json"];
        patch["requestBody"] = new JsonObject
        {
            ["content"] = new JsonObject(types.Select(type => KeyValuePair.Create<string, JsonNode?>(type, new JsonObject()))),
        };
        var item = new JsonObject
        {
            ["get"] = Operation(row, "get", []),
            ["put"] = Operation(row, "put", Write),
            ["patch"] = patch,
        };
        if (withDelete) item["delete"] = Operation(row, "delete", ["dryRun", "gracePeriodSeconds", "propagationPolicy"]);
        return item;
    }

    private static JsonObject Operation(KindRow row, string action, string[] query) => new()
    {
        ["parameters"] = new JsonArray([.. query.Select(name => (JsonNode)new JsonObject
        {
            ["name"] = name,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = name is "force" or "watch" ? "boolean" : name is "limit" or "gracePeriodSeconds" ? "integer" : "string" },
        })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = new JsonObject
        {
            ["group"] = row.Group,
            ["version"] = row.Version,
            ["kind"] = row.Kind,
        },
    };
}
