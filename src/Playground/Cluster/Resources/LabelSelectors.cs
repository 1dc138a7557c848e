using GitOpsGuard.Core;
using Requirement = GitOpsGuard.Core.LabelSelector.Requirement;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Label selectors, from an object's fields or from a query.</summary>
internal static partial class LabelSelectors
{
    /// <summary>The selector of <c>matchLabels</c> and <c>matchExpressions</c>; everything when absent or empty.</summary>
    public static LabelSelector Of(JsonObject? selector)
    {
        var labels = (selector.Map("matchLabels") ?? [])
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new Requirement(entry.Key, "In", [entry.Value.Text() ?? ""]));
        var expressions = selector.Items("matchExpressions")
            .Select(entry => new Requirement(entry.Text("key") ?? "", entry.Text("operator") ?? "", [.. entry.Texts("values")]));
        return new LabelSelector([.. labels, .. expressions]);
    }

    /// <summary>Reads the query form: <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
    public static LabelSelector Parse(string text) => new([.. Parts().Matches(text).Select(part => Read(part.Value.Trim()))]);

    public static bool Matches(this LabelSelector selector, JsonNode? labels) => selector.Matches(key => labels.Text(key));

    /// <summary>The query form of a selector.</summary>
    public static string Written(this LabelSelector selector) => string.Join(',', selector.Requirements.Select(entry => entry.Operator switch
    {
        "In" when entry.Values.Length == 1 => $"{entry.Key}={entry.Values[0]}",
        "In" => $"{entry.Key} in ({string.Join(',', entry.Values)})",
        "NotIn" => $"{entry.Key} notin ({string.Join(',', entry.Values)})",
        "Exists" => entry.Key,
        _ => $"!{entry.Key}",
    }));

    private static Requirement Read(string part)
    {
        var match = Form().Match(part);
        if (!match.Success) throw ApiError.BadRequest(Problem(part));
        string Group(string name) => match.Groups[name].Value.Trim();
        var values = Group("values").Split(',', StringSplitOptions.TrimEntries);
        if (Group("set").Length > 0) return new(Group("key"), Group("set") == "in" ? "In" : "NotIn", [.. values]);
        if (Validation.Problems("label-value", Group("value")).FirstOrDefault() is { } problem)
            throw ApiError.BadRequest($"unable to parse requirement: values[0][{Group("key")}]: Invalid value: " +
                $"\"{Group("value")}\": {problem}");
        if (Group("sign").Length > 0) return new(Group("key"), Group("sign") == "!=" ? "NotIn" : "In", [Group("value")]);
        return new(Group("key"), Group("not").Length > 0 ? "DoesNotExist" : "Exists", []);
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
