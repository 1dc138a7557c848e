namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>The <c>x-kubernetes-validations</c> of a schema, at the places where they stand.</summary>
internal static class SchemaRules
{
    /// <summary>The names that rules may refer to.</summary>
    public static readonly string[] Variables = ["self", "oldSelf"];

    /// <summary>The rules that a value breaks; <paramref name="old"/> is null for a creation.</summary>
    public static IEnumerable<FieldError> Check(JsonObject? schema, JsonNode? self, JsonNode? old, string path = "")
    {
        if (schema is null || self is null) return [];
        var below = self switch
        {
            JsonObject map => map.SelectMany(entry => Check(
                schema.Map("properties", entry.Key) ?? schema.Map("additionalProperties"), entry.Value, old.At(entry.Key),
                Validation.Under(path, entry.Key))),
            JsonArray list => list.SelectMany((item, index) =>
                Check(schema.Map("items"), item, Counterpart(schema, item, old), $"{path}[{index}]")),
            _ => [],
        };
        return schema.Items("x-kubernetes-validations").Select(rule => Check(rule!, path, self, old)).OfType<FieldError>().Concat(below);
    }

    private static FieldError? Check(JsonNode rule, string path, JsonNode self, JsonNode? old)
    {
        // A rule about a change says nothing about a value that was not there before.
        var expression = rule.Text("rule")!;
        if (old is null && expression.Contains("oldSelf", StringComparison.Ordinal)) return null;
        var scope = CelScope.Of(("self", CelValues.From(self)), ("oldSelf", CelValues.From(old)));
        try
        {
            if (CelExpression.Compile(expression, Variables).Holds(scope)) return null;
        }
        catch (CelException error)
        {
            return new(path, "FieldValueInvalid", $"Invalid value: {Shown(self)}: rule evaluation error: {error.Message}");
        }

        var words = CelExpression.TryEvaluate(rule.Text("messageExpression") ?? "''", Variables, scope, out var said) ? said as string : null;
        var message = words is { Length: > 0 } ? words : rule.Text("message") ?? $"failed rule: {expression}";
        var (place, reason) = ((path + rule.Text("fieldPath")).TrimStart('.'), (rule.Text("reason") ?? "FieldValueInvalid")["FieldValue".Length..]);
        return self is JsonValue || reason != "Invalid"
            ? FieldError.Of(reason, place, self, message)
            : new(place, "FieldValueInvalid", $"Invalid value: {message}");
    }

    /// <summary>The stored element with the same first key.</summary>
    private static JsonNode? Counterpart(JsonObject schema, JsonNode? item, JsonNode? old) =>
        schema.Text("x-kubernetes-list-type") == "map" && schema.Texts("x-kubernetes-list-map-keys").FirstOrDefault() is { } key
            ? old.Items().FirstOrDefault(candidate => JsonNode.DeepEquals(candidate.At(key), item.At(key)))
            : null;

    private static string Shown(JsonNode self) => self switch
    {
        JsonObject => "\"object\"",
        JsonArray => "\"array\"",
        _ => self.ToJsonString(),
    };
}
