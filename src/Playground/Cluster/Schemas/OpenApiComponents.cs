namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Collects <c>components.schemas</c>: each kind and every type that it refers to.</summary>
internal sealed class OpenApiComponents
{
    private readonly JsonObject shared = Template.Answers.Fill("Shared types");

    public JsonObject Schemas { get; } = [];

    public void AddKind(KindRow row, Schema schema)
    {
        var described = schema.IsCustom ? Custom(row, schema) : (JsonObject)Schemas[Refer(schema)]!;
        described["x-kubernetes-group-version-kind"] = new JsonArray(KindOf(row));
    }

    /// <summary>How a document says of which kind something is.</summary>
    public static JsonObject KindOf(KindRow row) => new() { ["group"] = row.Group, ["version"] = row.Version, ["kind"] = row.Kind };

    private JsonObject Custom(KindRow row, Schema schema)
    {
        var described = schema.OpenApi!.Copy();
        described["type"] = "object";
        var properties = described.Open("properties");
        properties["apiVersion"] = OfType("string");
        properties["kind"] = OfType("string");
        properties["metadata"] = Property(TypeTable.Metadata);
        Schemas[string.Join('.', row.Group.Split('.').Reverse().Append(row.Version).Append(row.Kind))] = described;
        return described;
    }

    private string Refer(Schema schema)
    {
        var name = NameOf(schema.TypeName);
        if (Schemas.ContainsKey(name)) return name;
        // Known from now on: types may contain themselves.
        Schemas[name] = null;
        Schemas[name] = Template.Answers.Fill(
            "Struct type",
            ("description", Descriptions.Of(schema.TypeName)),
            ("properties", new JsonObject(schema.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(
                field.Key, Property(field.Value, Descriptions.Of(schema.TypeName, field.Key)))))),
            ("required", Trees.SomeOf(schema.Fields.Where(field => field.Value.Required).Select(field => field.Key))),
            ("map", TypeTable.Of(schema.TypeName).Atomic ? "atomic" : null));
        return name;
    }

    private JsonObject Property(Schema schema, string? description = null)
    {
        var property = Type(schema);
        property.Put("description", description);
        if (schema.Default is { } value) property.Put("default", value);
        else if (schema.Always) property.Put("default", schema.Zero);
        if (schema.PatchMergeKey is { } key && schema.PatchStrategies.Contains("merge")) property["x-kubernetes-patch-merge-key"] = key;
        if (schema.PatchStrategies.Count > 0) property["x-kubernetes-patch-strategy"] = string.Join(',', schema.PatchStrategies);
        return property;
    }

    private JsonObject Type(Schema schema) => schema.Shape switch
    {
        SchemaShape.Struct => Reference(Refer(schema)),
        SchemaShape.Map => Template.Answers.Fill("Map type", ("values", Element(schema)), ("map", schema.Atomic ? "atomic" : null)),
        SchemaShape.List => Template.Answers.Fill(
            "List type",
            ("items", Element(schema)), ("list", schema.ListKind.ToString().ToLowerInvariant()), ("keys", Trees.SomeOf(schema.Keys))),
        SchemaShape.Untyped => OfType("object"),
        _ => Scalar(schema),
    };

    /// <summary>What lies in a list or map says nothing of itself, so that a reference stands alone.</summary>
    private JsonNode Element(Schema holder) => Type(holder.Element) is var type && type["allOf"] is JsonArray and [var reference] ? reference! : type;

    private JsonObject Scalar(Schema schema)
    {
        if (shared.Text(schema.Format, "name") is { } name)
        {
            Schemas[name] ??= shared.At(schema.Format, "schema")?.DeepClone();
            return Reference(name);
        }

        return Template.Answers.Fill(
            "Scalar type", ("type", schema.ScalarType), ("format", schema.Format.Length > 0 ? schema.Format : null), ("values", Trees.SomeOf(schema.Enum)));
    }

    private static JsonObject Reference(string name) =>
        new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{name}" }) };

    private static string NameOf(string type) =>
        $"{Template.Answers.Fill("Packages of types").Text(type.Split('.')[0]) ?? "io.k8s.api"}.{type}";

    private static JsonObject OfType(string type) => new() { ["type"] = type };
}
