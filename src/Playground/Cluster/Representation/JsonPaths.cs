namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>Paths as columns use them: fields, quoted fields, indexes, <c>[*]</c> and <c>[?(@.a=="b")]</c>.</summary>
internal static partial class JsonPaths
{
    /// <summary>The values at a path that are not null.</summary>
    public static IEnumerable<JsonNode> Find(JsonNode? root, string path) =>
        Steps().Matches(path).Aggregate((IEnumerable<JsonNode?>)[root], (found, step) => Step(found, step.Groups)).OfType<JsonNode>();

    private static IEnumerable<JsonNode?> Step(IEnumerable<JsonNode?> found, GroupCollection step)
    {
        if (step["field"] is { Success: true } field)
            return found.Select(node => node.At(field.Value.Replace("\\.", ".", StringComparison.Ordinal)));
        if (step["quoted"] is { Success: true } quoted) return found.Select(node => node.At(quoted.Value));
        if (step["index"] is { Success: true } index)
            return found.Select(node => node.Items().ElementAtOrDefault(int.Parse(index.Value, CultureInfo.InvariantCulture)));
        return step["key"] is { Success: true } key
            ? found.SelectMany(node => node.Items().Where(item => item.Text(key.Value) == step["value"].Value))
            : found.SelectMany(node => node.Items());
    }

    [GeneratedRegex(
        """\.(?<field>(?:\\\.|[^.\[\]])+)|\['(?<quoted>[^']+)'\]|\[(?<index>\d+)\]|\[\*\]""" +
        """|\[\?\(@\.(?<key>\w+)\s*==\s*["'](?<value>[^"']*)["']\)\]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Steps();
}
