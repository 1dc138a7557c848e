namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>A label selector, from an object's fields or from a query.</summary>
internal sealed class LabelSelector
{
    private readonly IReadOnlyList<(string Key, string Operator, IReadOnlyList<string> Values)> requirements;

    private LabelSelector(IEnumerable<(string Key, string Operator, IReadOnlyList<string> Values)> requirements) =>
        this.requirements = [.. requirements];

    /// <summary>Selects everything.</summary>
    public static LabelSelector All { get; } = new([]);

    /// <summary>The selector of <c>matchLabels</c> and <c>matchExpressions</c>; everything when absent or empty.</summary>
    public static LabelSelector Of(JsonObject? selector)
    {
        if (selector is null) return All;
        var labels = (selector.Map("matchLabels") ?? [])
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Key, "In", (IReadOnlyList<string>)[entry.Value.Text() ?? ""]));
        var expressions = selector.Items("matchExpressions")
            .Select(entry => (entry.Text("key") ?? "", entry.Text("operator") ?? "", (IReadOnlyList<string>)[.. entry.Texts("values")]));
        return new LabelSelector(labels.Concat(expressions));
    }

    /// <summary>Reads the query form: <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
    public static LabelSelector Parse(string text)
    {
        List<(string, string, IReadOnlyList<string>)> found = [];
        foreach (var part in Split(text)) found.Add(Requirement(part.Trim()));
        return new LabelSelector(found);
    }

    public bool Matches(JsonNode? labels) => requirements.All(requirement =>
    {
        var value = labels.Text(requirement.Key);
        return requirement.Operator switch
        {
            "In" => value is not null && requirement.Values.Contains(value),
            "NotIn" => value is null || !requirement.Values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    });

    public override string ToString() => string.Join(',', requirements.Select(entry => entry.Operator switch
    {
        "In" when entry.Values.Count == 1 => $"{entry.Key}={entry.Values[0]}",
        "In" => $"{entry.Key} in ({string.Join(',', entry.Values)})",
        "NotIn" => $"{entry.Key} notin ({string.Join(',', entry.Values)})",
        "Exists" => entry.Key,
        _ => $"!{entry.Key}",
    }));

    private static (string, string, IReadOnlyList<string>) Requirement(string part)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open > 0)
        {
            var words = part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var key, "in" or "notin"] || !part.EndsWith(')')) throw Unreadable(part);
            string[] values = [.. part[(open + 1)..^1].Split(',').Select(value => value.Trim())];
            return (key, words[1] == "in" ? "In" : "NotIn", values);
        }

        if (part.StartsWith('!')) return (part[1..].Trim(), "DoesNotExist", []);
        foreach (var (sign, name) in (ReadOnlySpan<(string, string)>)[("!=", "NotIn"), ("==", "In"), ("=", "In")])
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0) return (part[..at].Trim(), name, [part[(at + sign.Length)..].Trim()]);
        }

        return part.Contains(' ') ? throw Unreadable(part) : (part, "Exists", []);
    }

    private static ApiError Unreadable(string part) =>
        ApiError.BadRequest($"unable to parse requirement: found '{part.Split(' ')[^1]}', expected: in, notin, =, ==, !=, gt, lt");

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '(') depth++;
            else if (text[at] == ')') depth--;
            else if (text[at] == ',' && depth == 0)
            {
                if (at > start) yield return text[start..at];
                start = at + 1;
            }
        }

        if (start < text.Length) yield return text[start..];
    }
}
