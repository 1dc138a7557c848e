namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Collects <c>components.schemas</c>: each kind and every type that it refers to.</summary>
internal sealed class OpenApiComponents
{
    public JsonObject Schemas { get; } = [];

    public void AddKind(KindRow row, Schema schema)
    {
        var kind = new JsonObject { ["group"] = row.Group, ["version"] = row.Version, ["kind"] = row.Kind };
        if (!schema.IsCustom)
        {
            var name = Refer(schema);
            ((JsonObject)Schemas[name]!)["x-kubernetes-group-version-kind"] = new JsonArray(kind);
            return;
        }

        var openApi = (JsonObject)schema.OpenApi!.DeepClone();
        openApi["type"] = "object";
        if (openApi["properties"] is not JsonObject properties) openApi["properties"] = properties = [];
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = Property(ModelSchemas.Metadata);
        openApi["x-kubernetes-group-version-kind"] = new JsonArray(kind);
        Schemas[OpenApiNames.Of(row)] = openApi;
    }

    private string Refer(Schema schema)
    {
        var name = OpenApiNames.Of(schema.TypeName);
        if (Schemas.ContainsKey(name)) return name;
        var properties = new JsonObject();
        var described = new JsonObject { ["type"] = "object", ["properties"] = properties };
        Schemas[name] = described;
        foreach (var (field, type) in schema.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            properties[field] = Property(type);
        }

        var required = schema.Fields.Where(field => field.Value.Required).Select(field => field.Key).Order(StringComparer.Ordinal);
        if (required.Any()) described["required"] = new JsonArray([.. required.Select(field => (JsonNode)field)]);
        if (ModelTraits.IsAtomic(schema.TypeName)) described["x-kubernetes-map-type"] = "atomic";
        return name;
    }

    private JsonObject Property(Schema schema)
    {
        var property = Type(schema);
        if (schema.Default is { } value) property["default"] = value.DeepClone();
        else if (schema.Always && schema.Shape == SchemaShape.Struct) property["default"] = new JsonObject();
        if (schema.Enum.Count > 0) property["enum"] = Texts(schema.Enum);
        if (schema.PatchMergeKey is { } key && schema.PatchStrategies.Contains("merge")) property["x-kubernetes-patch-merge-key"] = key;
        if (schema.PatchStrategies.Count > 0) property["x-kubernetes-patch-strategy"] = string.Join(',', schema.PatchStrategies);
        return property;
    }

    private JsonObject Type(Schema schema)
    {
        switch (schema.Shape)
        {
            case SchemaShape.Struct:
                var reference = new JsonObject { ["$ref"] = "#/components/schemas/" + Refer(schema) };
                return new JsonObject { ["allOf"] = new JsonArray(reference) };
            case SchemaShape.Map:
                var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(schema.Element) };
                if (schema.Atomic) map["x-kubernetes-map-type"] = "atomic";
                return map;
            case SchemaShape.List:
                var list = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = Type(schema.Element),
                    ["x-kubernetes-list-type"] = schema.ListKind.ToString().ToLowerInvariant(),
                };
                if (schema.Keys.Count > 0) list["x-kubernetes-list-map-keys"] = Texts(schema.Keys);
                return list;
            default:
                return Scalar(schema);
        }
    }

    private JsonObject Scalar(Schema schema)
    {
        var shared = schema.Format switch
        {
            "quantity" => ("Quantity", new JsonObject { ["oneOf"] = new JsonArray(OfType("string"), OfType("number")) }),
            "int-or-string" => ("IntOrString", new JsonObject
            {
                ["format"] = "int-or-string",
                ["oneOf"] = new JsonArray(OfType("integer"), OfType("string")),
            }),
            "date-time" => ("Time", new JsonObject { ["type"] = "string", ["format"] = "date-time" }),
            _ => default((string Name, JsonObject Schema)?),
        };
        if (shared is { } named)
        {
            var name = $"io.k8s.apimachinery.{named.Name}";
            if (!Schemas.ContainsKey(name)) Schemas[name] = named.Schema;
            return new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/schemas/" + name }) };
        }

        if (schema.Shape == SchemaShape.Untyped) return OfType("object");
        var scalar = OfType(schema.ScalarType);
        if (schema.Format.Length > 0) scalar["format"] = schema.Format;
        return scalar;
    }

    private static JsonObject OfType(string type) => new() { ["type"] = type };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
