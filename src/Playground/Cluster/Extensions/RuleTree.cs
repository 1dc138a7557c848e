namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>The <c>x-kubernetes-validations</c> of a schema, compiled, at the places where they stand.</summary>
internal sealed class RuleTree
{
    private static readonly string[] Variables = ["self", "oldSelf"];

    private readonly List<Rule> rules = [];
    private readonly Dictionary<string, RuleTree> properties = [];
    private readonly RuleTree? items;
    private readonly RuleTree? values;
    private readonly string? listKey;

    public RuleTree(JsonObject schema)
    {
        foreach (var rule in schema.Items("x-kubernetes-validations").OfType<JsonObject>())
        {
            var expression = rule.Text("rule")!;
            rules.Add(new Rule(
                CelExpression.Compile(expression, Variables),
                rule.Text("messageExpression") is { } message ? CelExpression.Compile(message, Variables) : null,
                rule.Text("message") ?? $"failed rule: {expression}",
                rule.Text("reason") ?? "FieldValueInvalid",
                rule.Text("fieldPath") ?? "",
                expression.Contains("oldSelf", StringComparison.Ordinal)));
        }

        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (property is JsonObject child && new RuleTree(child) is { IsEmpty: false } tree) properties[name] = tree;
        }

        if (schema.Map("items") is { } element && new RuleTree(element) is { IsEmpty: false } elements) items = elements;
        if (schema.Map("additionalProperties") is { } value && new RuleTree(value) is { IsEmpty: false } entries) values = entries;
        listKey = schema.Text("x-kubernetes-list-type") == "map" ? schema.Texts("x-kubernetes-list-map-keys").FirstOrDefault() : null;
    }

    private bool IsEmpty => rules.Count == 0 && properties.Count == 0 && items is null && values is null;

    /// <summary>The rules of a schema that cannot be evaluated, each with the path where it stands.</summary>
    public static IEnumerable<(string Field, string Message)> Problems(JsonObject schema, string path)
    {
        var index = 0;
        foreach (var rule in schema.Items("x-kubernetes-validations"))
        {
            if (Problem(rule.Text("rule") ?? "") is { } problem)
                yield return ($"{path}.x-kubernetes-validations[{index}].rule", $"Invalid value: \"{rule.Text("rule")}\": compilation failed: {problem}");
            index++;
        }

        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            foreach (var problem in property is JsonObject child ? Problems(child, $"{path}.properties[{name}]") : []) yield return problem;
        }

        foreach (var key in (string[])["items", "additionalProperties"])
        {
            foreach (var problem in schema.Map(key) is { } child ? Problems(child, $"{path}.{key}") : []) yield return problem;
        }
    }

    /// <summary>The rules that a value breaks; <paramref name="old"/> is null for a creation.</summary>
    public IEnumerable<(string Field, string Reason, string Message)> Check(JsonNode? self, JsonNode? old) => Check("", self, old);

    private IEnumerable<(string Field, string Reason, string Message)> Check(string path, JsonNode? self, JsonNode? old)
    {
        if (self is null) return [];
        var here = rules.Select(rule => rule.Check(path, self, old)).OfType<(string, string, string)>();
        var below = self switch
        {
            JsonObject map => map.SelectMany(entry =>
                (properties.GetValueOrDefault(entry.Key) ?? values)?.Check(Join(path, entry.Key), entry.Value, old.At(entry.Key)) ?? []),
            JsonArray list when items is not null => list.SelectMany((item, index) =>
                items.Check($"{path}[{index}]", item, OldItem(item, old))),
            _ => [],
        };
        return here.Concat(below);
    }

    private JsonNode? OldItem(JsonNode? item, JsonNode? old) => listKey is null
        ? null
        : old.Items().FirstOrDefault(candidate => JsonNode.DeepEquals(candidate.At(listKey), item.At(listKey)));

    private static string Join(string path, string key) => path.Length > 0 ? $"{path}.{key}" : key;

    private static string? Problem(string expression)
    {
        try
        {
            CelExpression.Compile(expression, Variables);
            return null;
        }
        catch (CelException error)
        {
            return error.Message;
        }
    }

    private sealed record Rule(
        CelExpression Expression, CelExpression? MessageExpression, string Message, string Reason, string FieldPath, bool Transition)
    {
        public (string Field, string Reason, string Message)? Check(string path, JsonNode self, JsonNode? old)
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
                return (path, "FieldValueInvalid", $"Invalid value: {Shown(self)}: rule evaluation error: {error.Message}");
            }

            var message = MessageExpression?.Evaluate(scope) as string ?? Message;
            return (path + FieldPath, Reason, Reason switch
            {
                "FieldValueForbidden" => $"Forbidden: {message}",
                "FieldValueRequired" => $"Required value: {message}",
                _ => $"Invalid value: {Shown(self)}: {message}",
            });
        }

        private static string Shown(JsonNode self) => self switch
        {
            JsonObject => "\"object\"",
            JsonArray => "\"array\"",
            _ => self.ToJsonString(),
        };
    }
}
