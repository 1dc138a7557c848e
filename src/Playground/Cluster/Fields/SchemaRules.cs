namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What the schema of a built-in kind says: required fields, values, keys that occur once.</summary>
internal static class SchemaRules
{
    public static void Check(List<FieldError> errors, Schema schema, JsonObject obj)
    {
        foreach (var (name, member) in obj)
        {
            if (name is not ("metadata" or "status") && schema.Member(name) is { } type) Check(errors, name, member, type);
        }

        Required(errors, "", obj, schema);
    }

    // Lists whose names occur once; others may repeat a name, the last one counts.
    private static readonly string[] Named = ["containers", "initContainers", "ephemeralContainers", "volumes", "webhooks"];

    private static readonly Dictionary<string, string> RequiredDetails = new(StringComparer.Ordinal)
    {
        ["pathType"] = "pathType must be specified",
        ["sideEffects"] = "must specify one of None, NoneOnDryRun",
        ["maxReplicas"] = "must be set and greater than 0",
        ["verbs"] = "verbs must contain at least one value",
    };

    private static void Check(List<FieldError> errors, string path, JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map when schema.TypeName is not ("V1ObjectMeta" or "V1RoleRef"):
                Required(errors, path + ".", map, schema);
                foreach (var (name, member) in map)
                {
                    if (schema.Member(name) is { } type) Check(errors, $"{path}.{name}", member, type);
                }

                break;
            case JsonArray list:
                foreach (var (index, element) in list.Index()) Check(errors, $"{path}[{index}]", element, schema.Element);
                Repeated(errors, path, list, schema);
                break;
            case JsonValue scalar when schema.Enum.Count > 0 && scalar.ToString() is { Length: > 0 } text && !schema.Enum.Contains(text):
                errors.Add(FieldError.NotSupported(path, scalar, schema.Enum));
                break;
            default:
                break;
        }
    }

    private static void Required(List<FieldError> errors, string prefix, JsonObject map, Schema schema)
    {
        foreach (var (name, field) in schema.Fields.Where(field => field.Value.Required).OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (field.Shape == SchemaShape.List && name != "verbs") continue;
            if (map[name] is null || map[name] is JsonValue value && value.ToString() is "" || name == "containerPort" && map[name]!.ToString() == "0")
            {
                errors.Add(FieldError.Required(prefix + name, RequiredDetails.GetValueOrDefault(name, "")));
            }
        }
    }

    private static void Repeated(List<FieldError> errors, string path, JsonArray list, Schema schema)
    {
        if (!Named.Contains(path[(path.LastIndexOf('.') + 1)..])) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, element) in list.OfType<JsonObject>().Index())
        {
            if (element["name"] is { } name && !seen.Add(name.ToString())) errors.Add(FieldError.Duplicate($"{path}[{index}].name", name));
        }
    }
}
