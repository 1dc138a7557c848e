namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Pruning and defaulting of custom resources by their schema.</summary>
internal static class CustomDefaults
{
    public static void Apply(JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map:
                Prune(map, schema);
                Complete(map, schema);
                foreach (var (name, member) in map)
                {
                    if (name == "metadata" && schema.Embedded) continue;
                    if (schema.Member(name) is { } type) Apply(member, type);
                }

                break;
            case JsonArray list:
                foreach (var element in list) Apply(element, schema.Element);
                break;
            default:
                break;
        }
    }

    private static void Prune(JsonObject map, Schema schema)
    {
        foreach (var name in map.Select(member => member.Key).Where(name => schema.Member(name) is null).ToArray())
        {
            map.Remove(name);
        }
    }

    // A null that the schema does not allow makes way for the default.
    private static void Complete(JsonObject map, Schema schema)
    {
        if (schema.Shape == SchemaShape.Struct)
        {
            foreach (var (name, field) in schema.Fields)
            {
                var nullable = field.OpenApi?["nullable"]?.GetValue<bool>() ?? false;
                if (field.Default is null || map[name] is not null || map.ContainsKey(name) && nullable) continue;
                map[name] = field.Default.DeepClone();
            }
        }
    }
}
