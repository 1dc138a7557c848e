namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Label selectors inside objects (<c>matchLabels</c>, <c>matchExpressions</c>).</summary>
internal static class LabelSelectors
{
    public static bool Matches(JsonObject selector, JsonObject? labels) =>
        (selector["matchLabels"] as JsonObject ?? []).All(label => labels?[label.Key]?.ToString() == label.Value?.ToString()) &&
        (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().All(expression => Matches(expression, labels?[Key(expression)]?.ToString()));

    private static string Key(JsonObject expression) => expression["key"]?.ToString() ?? "";

    private static bool Matches(JsonObject expression, string? value)
    {
        var isListed = (expression["values"] as JsonArray ?? []).Any(one => one?.ToString() == value);
        return expression["operator"]?.ToString() switch
        {
            "In" => value is not null && isListed,
            "NotIn" => value is null || !isListed,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
