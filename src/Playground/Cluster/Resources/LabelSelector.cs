namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>A label selector, from an object's fields or from a query.</summary>
internal sealed partial class LabelSelector
{
    private readonly IReadOnlyList<(string Key, string Operator, IReadOnlyList<string> Values)> requirements;

    private LabelSelector(IEnumerable<(string Key, string Operator, IReadOnlyList<string> Values)> requirements) =>
        this.requirements = [.. requirements];

    /// <summary>The selector of <c>matchLabels</c> and <c>matchExpressions</c>; everything when absent or empty.</summary>
    public static LabelSelector Of(JsonObject? selector)
    {
        var labels = (selector.Map("matchLabels") ?? [])
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Key, "In", (IReadOnlyList<string>)[entry.Value.Text() ?? ""]));
        var expressions = selector.Items("matchExpressions")
            .Select(entry => (entry.Text("key") ?? "", entry.Text("operator") ?? "", (IReadOnlyList<string>)[.. entry.Texts("values")]));
        return new LabelSelector(labels.Concat(expressions));
    }

    /// <summary>Reads the query form: <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
    public static LabelSelector Parse(string text) => new(Parts().Matches(text).Select(part => Requirement(part.Value.Trim())));

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
        var match = Form().Match(part);
        if (!match.Success) throw ApiError.BadRequest(Problem(part));
        string Group(string name) => match.Groups[name].Value.Trim();
        string[] values = Group("values").Split(',', StringSplitOptions.TrimEntries);
        if (Group("set").Length > 0) return (Group("key"), Group("set") == "in" ? "In" : "NotIn", values);
        if (Validation.Problems("label-value", Group("value")).FirstOrDefault() is { } problem)
            throw ApiError.BadRequest($"unable to parse requirement: values[0][{Group("key")}]: Invalid value: " +
                $"\"{Group("value")}\": {problem}");
        if (Group("sign").Length > 0) return (Group("key"), Group("sign") == "!=" ? "NotIn" : "In", [Group("value")]);
        return (Group("key"), Group("not").Length > 0 ? "DoesNotExist" : "Exists", []);
    }

    private static string Problem(string part) => part.Split(' ') switch
    {
        [_, "in" or "notin", var value] => $"unable to parse requirement: found '{value}' expected: '('",
        _ when part[0] is '=' or '!' or '(' => $"found '{part}', expected: !, identifier, or 'end of string'",
        var words => $"unable to parse requirement: found '{words[^1]}', expected: in, notin, =, ==, !=, gt, lt",
    };

    [GeneratedRegex(@"(?:[^,(]|\([^)]*\))+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(
        @"^(?<not>!)?\s*(?<key>[^\s=!()]+)\s*(?:(?<set>in|notin)\s*\((?<values>[^)]*)\)|(?<sign>!=|==?)\s*(?<value>[^\s=!()]*))?$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
