namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// What decoding an object adds and drops on a real server. Built-in kinds: unknown fields and empty optional ones
/// go, quantities become canonical, defaults and always-written fields come. Custom resources: defaults of the
/// schema, and pruning.
/// </summary>
internal static class Defaults
{
    /// <summary>Brings an object into the form in which the server stores it. Changes the object itself.</summary>
    public static void Apply(JsonObject obj, KindRow row, Schema schema)
    {
        if (schema.IsCustom)
        {
            CustomDefaults.Apply(obj, schema);
            return;
        }

        KindDefaults.BeforeDecoding(obj, row);
        Canonical.Apply(obj, schema);
        obj["apiVersion"] = row.ApiVersion;
        obj["kind"] = row.Kind;
        Walk(obj, schema);
    }

    private static void Walk(JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map:
                if (schema.Shape == SchemaShape.Struct) Complete(map, schema);
                foreach (var (name, member) in map.ToArray())
                {
                    if (schema.Member(name) is { } type) Walk(member, type);
                }

                break;
            case JsonArray list:
                foreach (var element in list) Walk(element, schema.Element);
                break;
            default:
                break;
        }
    }

    private static void Complete(JsonObject map, Schema schema)
    {
        foreach (var (name, field) in schema.Fields)
        {
            if (field.Default is { } value && map[name] is null) map[name] = value.DeepClone();
        }

        foreach (var entry in DefaultEntries.Of(schema.TypeName)) entry.Apply(map);
        TypeDefaults.Apply(schema.TypeName, map);
        foreach (var (name, field) in schema.Fields)
        {
            if (!map.ContainsKey(name) && IsAlwaysWritten(field)) map[name] = EmptyObjects.Zero(field);
        }
    }

    private static bool IsAlwaysWritten(Schema field) =>
        field.Always || field.Required && field.Shape == SchemaShape.Scalar && EmptyObjects.Zero(field) is not null;
}
