namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>The <c>x-kubernetes-validations</c> of a schema, compiled, at the places where they stand.</summary>
internal sealed class RuleTree
{
    private static readonly string[] Variables = ["self", "oldSelf"];

    private readonly List<Rule> rules;
    private readonly Dictionary<string, RuleTree> properties;
    private readonly RuleTree? items;
    private readonly RuleTree? values;
    private readonly string? listKey;

    public RuleTree(JsonObject schema)
    {
        rules = [.. schema.Items("x-kubernetes-validations").OfType<JsonObject>().Select(Rule.Of)];
        properties = (schema.Map("properties") ?? []).Select(entry => (entry.Key, Tree: Below(entry.Value)))
            .Where(entry => entry.Tree is not null).ToDictionary(entry => entry.Key, entry => entry.Tree!);
        items = Below(schema["items"]);
        values = Below(schema["additionalProperties"]);
        listKey = schema.Text("x-kubernetes-list-type") == "map" ? schema.Texts("x-kubernetes-list-map-keys").FirstOrDefault() : null;
    }

    /// <summary>The rules of a schema that cannot be evaluated, each with the path where it stands.</summary>
    public static IEnumerable<FieldError> Problems(JsonObject schema, string path)
    {
        var here = schema.Items("x-kubernetes-validations").SelectMany((rule, index) =>
            Conditions.Check(rule.Text("rule") ?? "", $"{path}.x-kubernetes-validations[{index}].rule", Variables));
        var below = (schema.Map("properties") ?? []).Select(entry => (Schema: entry.Value, Path: $"{path}.properties[{entry.Key}]"))
            .Concat([(Schema: schema["items"], Path: $"{path}.items"),
                (Schema: schema["additionalProperties"], Path: $"{path}.additionalProperties")]);
        return here.Concat(below.SelectMany(entry => entry.Schema is JsonObject child ? Problems(child, entry.Path) : []));
    }

    /// <summary>The rules that a value breaks; <paramref name="old"/> is null for a creation.</summary>
    public IEnumerable<FieldError> Check(JsonNode? self, JsonNode? old) => Check("", self, old);

    private static RuleTree? Below(JsonNode? schema) =>
        schema is JsonObject map && new RuleTree(map) is { } tree
            && (tree.rules.Count + tree.properties.Count > 0 || (tree.items ?? tree.values) is not null)
            ? tree
            : null;

    private IEnumerable<FieldError> Check(string path, JsonNode? self, JsonNode? old)
    {
        if (self is null) return [];
        var below = self switch
        {
            JsonObject map => map.SelectMany(entry => (properties.GetValueOrDefault(entry.Key) ?? values)?.Check(
                path.Length > 0 ? $"{path}.{entry.Key}" : entry.Key, entry.Value, old.At(entry.Key)) ?? []),
            JsonArray list when items is not null =>
                list.SelectMany((item, index) => items.Check($"{path}[{index}]", item, OldItem(item, old))),
            _ => [],
        };
        return rules.Select(rule => rule.Check(path, self, old)).OfType<FieldError>().Concat(below);
    }

    private JsonNode? OldItem(JsonNode? item, JsonNode? old) => listKey is null
        ? null
        : old.Items().FirstOrDefault(candidate => JsonNode.DeepEquals(candidate.At(listKey), item.At(listKey)));

    private sealed record Rule(CelExpression Expression, CelExpression? Words, string Message, string Reason, string FieldPath,
        bool Transition)
    {
        public static Rule Of(JsonObject rule)
        {
            var expression = rule.Text("rule")!;
            return new Rule(
                CelExpression.Compile(expression, Variables),
                rule.Text("messageExpression") is { } message ? CelExpression.Compile(message, Variables) : null,
                rule.Text("message") ?? $"failed rule: {expression}",
                rule.Text("reason") ?? "FieldValueInvalid",
                rule.Text("fieldPath") ?? "",
                expression.Contains("oldSelf", StringComparison.Ordinal));
        }

        public FieldError? Check(string path, JsonNode self, JsonNode? old)
        {
            // A rule about a change says nothing about a value that was not there before.
            if (Transition && old is null) return null;
            var scope = CelScope.Of(("self", CelValues.From(self)), ("oldSelf", CelValues.From(old)));
            try
            {
                if (Expression.Holds(scope)) return null;
            }
            catch (CelException error)
            {
                return new(path, "FieldValueInvalid", $"Invalid value: {Shown(self)}: rule evaluation error: {error.Message}");
            }

            var message = Words?.Evaluate(scope) as string ?? Message;
            return new((path + FieldPath).TrimStart('.'), Reason, Reason switch
            {
                "FieldValueForbidden" => $"Forbidden: {message}",
                "FieldValueRequired" => $"Required value: {message}",
                _ => $"Invalid value: {Plain(self)}{message}",
            });
        }

        private static string Plain(JsonNode self) => self is JsonValue ? $"{self.ToJsonString()}: " : "";

        private static string Shown(JsonNode self) => self switch
        {
            JsonObject => "\"object\"",
            JsonArray => "\"array\"",
            _ => self.ToJsonString(),
        };
    }
}
