namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The cells of <c>resources.txt</c>, whose head says how they are written.</summary>
internal static partial class CellText
{
    private static readonly string[] Variables = ["self", "metadata", "spec", "status"];

    /// <summary>The function that fills a cell; a typed cell is a number or a boolean and not its text.</summary>
    public static Func<JsonObject, DateTimeOffset, JsonNode?> Compile(string cell, bool typed) => (item, now) =>
    {
        if (cell.StartsWith("cel ", StringComparison.Ordinal)) return Evaluate(cell[4..], item);
        if (typed) return Value(Place().Match(cell), item, now);
        return Place().Replace(cell, place => Value(place, item, now) is { } value ? value.Text() ?? value.ToJsonString() : "");
    };

    private static JsonNode? Evaluate(string expression, JsonObject item)
    {
        var scope = CelScope.Of(Variables.Select(name => (name, name == "self" ? item : (object?)(item.Map(name) ?? []))));
        return CelExpression.TryEvaluate(expression, Variables, scope, out var value) ? CelValues.ToJson(value) : "";
    }

    private static JsonNode? Value(Match place, JsonObject item, DateTimeOffset now)
    {
        var words = place.Groups["words"].Value.Split(' ');
        JsonNode[] found = [.. words.Where(word => word.StartsWith('.')).SelectMany(path => JsonPaths.Find(item, path))];
        JsonNode? value = words[0] switch
        {
            "age" => Age.Since(found.FirstOrDefault().Text(), now),
            "since" => found.FirstOrDefault().Text() is { } then ? Age.Since(then, now) : null,
            "duration" => found.FirstOrDefault().Text() is { } start
                ? Age.Since(start, DateTimeOffset.TryParse(item.Text("status", "completionTime"), out var end) ? end : now)
                : null,
            "count" => found.Sum(one => one is JsonObject map ? map.Count : one.Items().Count()),
            "pairs" => string.Join(',', found.OfType<JsonObject>()
                .SelectMany(map => map.Select(entry => $"{entry.Key}={entry.Value.Text()}"))),
            "selector" => LabelSelectors.Of(found.FirstOrDefault() as JsonObject).Written(),
            _ when found.Length == 1 => found[0].DeepClone(),
            _ => string.Join(',', found.Select(node => node.Text() ?? node.ToJsonString())),
        };
        return value is not null && value.Text() != "" ? value : Literal(place.Groups["or"].Value);
    }

    private static JsonNode? Literal(string text) =>
        long.TryParse(text, out var number) ? number : bool.TryParse(text, out var flag) ? flag : text;

    [GeneratedRegex(@"\{(?<words>[^{}|]+)(?:\|(?<or>[^{}]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
