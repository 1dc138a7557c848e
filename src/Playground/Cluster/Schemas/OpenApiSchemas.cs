namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Schemas of custom resources from their OpenAPI schema.</summary>
internal static class OpenApiSchemas
{
    public static Schema Root(JsonObject openApi) =>
        Of(openApi) is { Shape: SchemaShape.Struct } root
            ? Object(root, openApi)
            : Object(Schema.OpenStruct(() => NoFields, () => Schema.Untyped), openApi);

    private static readonly Dictionary<string, Schema> NoFields = [];

    public static Schema Of(JsonObject openApi)
    {
        var schema = Shape(openApi);
        return schema with
        {
            OpenApi = openApi,
            Default = openApi["default"],
            Atomic = schema.Atomic || Text(openApi, "x-kubernetes-map-type") == "atomic",
            Enum = [.. (openApi["enum"] as JsonArray ?? []).Select(value => value?.ToString() ?? "null")],
        };
    }

    private static Schema Shape(JsonObject openApi)
    {
        if (Flag(openApi, "x-kubernetes-int-or-string")) return Schema.Scalar("", "int-or-string");
        var type = Text(openApi, "type");
        if (type == "array") return List(openApi);
        if (type is not (null or "object")) return Schema.Scalar(type, Text(openApi, "format") ?? "");
        if (openApi["additionalProperties"] is JsonObject values) return Schema.Map(() => Of(values));
        var preserves = Flag(openApi, "x-kubernetes-preserve-unknown-fields") ||
            openApi["additionalProperties"] is JsonValue any && any.TryGetValue(out bool open) && open;
        var embedded = Flag(openApi, "x-kubernetes-embedded-resource");
        if (openApi["properties"] is not JsonObject && !embedded && (preserves || type is null)) return Schema.Untyped;
        var shape = preserves
            ? Schema.OpenStruct(() => Fields(openApi), () => Schema.Untyped)
            : Schema.Struct(() => Fields(openApi));
        return embedded ? Object(shape, openApi) : shape;
    }

    private static Schema List(JsonObject openApi) =>
        Schema.List(() => openApi["items"] is JsonObject items ? Of(items) : Schema.Untyped) with
        {
            ListKind = Text(openApi, "x-kubernetes-list-type") switch
            {
                "map" => ListKind.Map,
                "set" => ListKind.Set,
                _ => ListKind.Atomic,
            },
            Keys = Strings(openApi["x-kubernetes-list-map-keys"]),
        };

    private static Dictionary<string, Schema> Fields(JsonObject openApi)
    {
        var required = Strings(openApi["required"]);
        var fields = new Dictionary<string, Schema>(StringComparer.Ordinal);
        foreach (var (name, property) in openApi["properties"] as JsonObject ?? [])
        {
            if (property is JsonObject schema) fields[name] = Of(schema) with { Required = required.Contains(name) };
        }

        return fields;
    }

    // apiVersion, kind and metadata of an object are typed by the server, whatever its schema says of them.
    private static Schema Object(Schema shape, JsonObject openApi)
    {
        Dictionary<string, Schema> WithTypeAndMetadata() => new(shape.Fields, StringComparer.Ordinal)
        {
            ["apiVersion"] = Schema.Scalar("string"),
            ["kind"] = Schema.Scalar("string"),
            ["metadata"] = ModelSchemas.Metadata with { Always = false },
        };

        var schema = shape.PreservesUnknown
            ? Schema.OpenStruct(WithTypeAndMetadata, () => Schema.Untyped)
            : Schema.Struct(WithTypeAndMetadata);
        return schema with { OpenApi = openApi, Embedded = true };
    }

    private static string? Text(JsonObject map, string key) =>
        map[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool Flag(JsonObject map, string key) =>
        map[key] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private static string[] Strings(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(item => item?.ToString()).OfType<string>()];
}
