namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Schemas of custom resources from their OpenAPI schema.</summary>
internal static class OpenApiSchemas
{
    /// <summary>The schema of a custom resource from <c>openAPIV3Schema</c> of its version.</summary>
    public static Schema Root(JsonObject openApi) => Object(
        Of(openApi) is { Shape: SchemaShape.Struct } root ? root : Schema.Struct(() => Schema.Untyped.Fields, isOpen: true), openApi);

    /// <summary>The schema that a definition has where one of its rules stands; null where none does.</summary>
    public static Schema? At(string path, JsonObject openApi) =>
        path.Contains(".openAPIV3Schema.x-") ? Root(openApi) : path.Contains(".openAPIV3Schema.") ? Of(openApi) : null;

    public static Schema Of(JsonObject openApi)
    {
        var schema = Shape(openApi);
        return schema with
        {
            OpenApi = openApi,
            Default = openApi["default"],
            Atomic = schema.Atomic || openApi.Text("x-kubernetes-map-type") == "atomic",
            Enum = [.. openApi.Items("enum").Select(value => value?.ToString() ?? "null")],
        };
    }

    private static Schema Shape(JsonObject openApi)
    {
        if (openApi.Flag("x-kubernetes-int-or-string")) return Schema.Scalar("", "int-or-string");
        var type = openApi.Text("type");
        if (type == "array") return List(openApi);
        if (type is not (null or "object")) return Schema.Scalar(type, openApi.Text("format") ?? "");
        if (openApi.Map("additionalProperties") is { } values) return Schema.Map(() => Of(values));
        var preserves = openApi.Flag("x-kubernetes-preserve-unknown-fields") || openApi.Flag("additionalProperties");
        var embedded = openApi.Flag("x-kubernetes-embedded-resource");
        if (openApi["properties"] is not JsonObject && !embedded && (preserves || type is null)) return Schema.Untyped;
        var shape = Schema.Struct(() => Fields(openApi), preserves);
        return embedded ? Object(shape, openApi) : shape;
    }

    private static Schema List(JsonObject openApi) =>
        Schema.List(() => openApi["items"] is JsonObject items ? Of(items) : Schema.Untyped) with
        {
            ListKind = openApi.Text("x-kubernetes-list-type") switch
            {
                "map" => ListKind.Map,
                "set" => ListKind.Set,
                _ => ListKind.Atomic,
            },
            Keys = [.. openApi.Texts("x-kubernetes-list-map-keys")],
        };

    private static Dictionary<string, Schema> Fields(JsonObject openApi)
    {
        var required = openApi.Texts("required").ToHashSet();
        return (openApi.Map("properties") ?? []).Where(property => property.Value is JsonObject).ToDictionary(
            property => property.Key,
            property => Of((JsonObject)property.Value!) with { Required = required.Contains(property.Key) });
    }

    // apiVersion, kind and metadata of an object are typed by the server, whatever its schema says of them.
    private static Schema Object(Schema shape, JsonObject openApi)
    {
        var text = Schema.Scalar("string");
        return Schema.Struct(
            () => new Dictionary<string, Schema>(shape.Fields)
            {
                ["apiVersion"] = text, ["kind"] = text, ["metadata"] = TypeTable.Metadata,
            },
            shape.PreservesUnknown) with { OpenApi = openApi, Embedded = true };
    }
}
