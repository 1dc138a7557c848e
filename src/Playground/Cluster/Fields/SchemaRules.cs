using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;

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

    private static void Check(List<FieldError> errors, string path, JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map when schema.TypeName != "V1ObjectMeta":
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
            case JsonValue scalar when schema.Enum.Count > 0 && !schema.Enum.Contains(scalar.ToString()):
                errors.Add(FieldError.NotSupported(path, scalar, schema.Enum));
                break;
            default:
                break;
        }
    }

    private static void Required(List<FieldError> errors, string prefix, JsonObject map, Schema schema)
    {
        foreach (var (name, _) in schema.Fields.Where(field => field.Value.Required && field.Value.Shape != SchemaShape.List)
            .OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (map[name] is null || map[name] is JsonValue text && text.TryGetValue(out string? content) && content.Length == 0)
            {
                errors.Add(FieldError.Required(prefix + name));
            }
        }
    }

    private static void Repeated(List<FieldError> errors, string path, JsonArray list, Schema schema)
    {
        if (schema.ListKind != ListKind.Map || schema.Keys is not ["name"]) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, element) in list.OfType<JsonObject>().Index())
        {
            if (element["name"] is { } name && !seen.Add(name.ToString())) errors.Add(FieldError.Duplicate($"{path}[{index}].name", name));
        }
    }
}
