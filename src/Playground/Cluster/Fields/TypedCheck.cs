namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Whether an applied configuration has the types that its schema says: nothing can be merged otherwise.</summary>
internal static class TypedCheck
{
    /// <exception cref="FormatException">It has not; the message is the server's, answered with 500.</exception>
    public static void Check(JsonObject applied, Schema schema)
    {
        var problems = new List<string>();
        Find(problems, [], applied, schema);
        if (problems.Count == 0) return;
        var metadata = applied["metadata"] as JsonObject;
        var apiVersion = applied["apiVersion"]?.ToString() ?? "";
        var version = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : "/" + apiVersion;
        throw new FormatException(
            $"failed to create typed patch object ({metadata?["namespace"]}/{metadata?["name"]}; {version}, " +
            $"Kind={applied["kind"]}): {string.Join('\n', problems)}");
    }

    private static void Find(List<string> problems, List<FieldStep> path, JsonNode? value, Schema schema)
    {
        if (value is null || schema.Shape == SchemaShape.Untyped) return;
        switch (schema.Shape)
        {
            case SchemaShape.Scalar:
                if (ScalarProblem(value, schema) is { } problem) problems.Add($"{string.Concat(path)}: {problem}");
                break;
            case SchemaShape.List when value is JsonArray list:
                Elements(problems, path, list, schema);
                break;
            case SchemaShape.List:
                problems.Add($"{string.Concat(path)}: expected list, got &{{{GoText.Of(value)}}}");
                break;
            default:
                if (value is JsonObject map) Members(problems, path, map, schema);
                else problems.Add($"{string.Concat(path)}: expected map, got &{{{GoText.Of(value)}}}");
                break;
        }
    }

    private static void Members(List<string> problems, List<FieldStep> path, JsonObject map, Schema schema)
    {
        foreach (var (name, member) in map)
        {
            path.Add(FieldStep.Field(name));
            if (schema.Member(name) is { } type) Find(problems, path, member, type);
            else problems.Add($"{string.Concat(path)}: field not declared in schema");
            path.RemoveAt(path.Count - 1);
        }
    }

    private static void Elements(List<string> problems, List<FieldStep> path, JsonArray list, Schema schema)
    {
        var seen = new HashSet<FieldStep>();
        foreach (var (index, element) in list.Index())
        {
            if (schema.ListKind == ListKind.Atomic)
            {
                Find(problems, path, element, schema.Element);
                continue;
            }

            try
            {
                var step = ListSteps.Of(schema, element);
                if (!seen.Add(step)) problems.Add($"{string.Concat(path)}: duplicate entries for key {step}");
                path.Add(step);
                Find(problems, path, element, schema.Element);
                path.RemoveAt(path.Count - 1);
            }
            catch (FormatException error)
            {
                problems.Add($"{string.Concat(path)}: element {index}: {error.Message}");
            }
        }
    }

    private static string? ScalarProblem(JsonNode value, Schema schema)
    {
        var kind = value.GetValueKind();
        var isBoolean = kind is JsonValueKind.True or JsonValueKind.False;
        return schema.ScalarType switch
        {
            "integer" or "number" when kind != JsonValueKind.Number =>
                $"expected numeric (int or float), got {(isBoolean ? "bool" : kind == JsonValueKind.String ? "string" : "map")}",
            "string" when kind != JsonValueKind.String => $"expected string, got &value.valueUnstructured{{Value:{GoText.Of(value)}}}",
            "boolean" when !isBoolean => $"expected boolean, got &value.valueUnstructured{{Value:{GoText.Json(value)}}}",
            _ => null,
        };
    }
}
