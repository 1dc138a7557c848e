using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOpsGuard.Recorder.Recorded;

namespace GitOpsGuard.Recorder.Replay;

/// <summary>Compares what a server answered with what was recorded, and binds the placeholders to its values.</summary>
internal sealed class Matcher(Bindings bindings)
{
    private const int Longest = 400;
    private readonly List<string> _differences = [];

    /// <summary>Every place where the two differ, in words.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public void Match(string path, JsonNode? recorded, JsonNode? answered)
    {
        switch (recorded, answered)
        {
            // How old a row is depends on how fast the scenario ran.
            case (JsonValue, JsonValue) when path.Contains("/cells/", StringComparison.Ordinal) && IsAge(recorded) && IsAge(answered):
                break;

            // What people read above a column is documentation, not an answer.
            case (JsonValue, JsonValue) when path.Contains("/columnDefinitions/", StringComparison.Ordinal) && path.EndsWith("/description", StringComparison.Ordinal):
                break;
            case (JsonObject token, JsonValue) when token.ContainsKey("jwt") && token.ContainsKey("is"):
                MatchToken(path, token, answered.ToString());
                break;
            case (JsonObject left, JsonObject right):
                MatchMembers(path, left, right);
                break;
            case (JsonArray left, JsonArray right):
                for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
                {
                    if (i >= right.Count) Differ($"{path}/{i}", left[i], "nothing");
                    else if (i >= left.Count) Differ($"{path}/{i}", "nothing", right[i]);
                    else Match($"{path}/{i}", left[i], right[i]);
                }

                break;
            case (JsonValue left, JsonValue right) when left.TryGetValue<string>(out var expected) && expected.Contains('<', StringComparison.Ordinal):
                MatchText(path, expected, right.ToString());
                break;
            default:
                if (recorded?.ToJsonString() != answered?.ToJsonString() && !JsonNode.DeepEquals(recorded, answered)) Differ(path, recorded, answered);
                break;
        }
    }

    private static bool IsAge(JsonNode? cell) => Regex.IsMatch(cell?.ToString() ?? "", "^[0-9]+(s|m([0-9]+s)?)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public void MatchText(string path, string recorded, string? answered)
    {
        var found = Placeholders.Any().Matches(recorded);
        var match = answered is null ? null : Regex.Match(answered, Pattern(recorded, found), RegexOptions.Singleline);
        if (match is not { Success: true })
        {
            Differ(path, recorded, answered);
            return;
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].Groups["number"].Success) Bind(path, found[i].Value, found[i].Groups["name"].Value, match.Groups[$"p{i}"].Value);
            else if (bindings.Find(found[i].Value) is { } fixedValue && fixedValue != match.Groups[$"p{i}"].Value) Differ(path, recorded, answered);
        }
    }

    private void Bind(string path, string placeholder, string name, string value)
    {
        var holder = bindings.Holder(name, value);
        if (Placeholders.IsFresh(name))
        {
            bindings.Bind(placeholder, value);
        }
        else if (bindings.Find(placeholder) is { } bound)
        {
            if (bound != value) Differ(path, $"{placeholder}, which was {bound}", holder ?? value);
        }
        else if (holder is not null)
        {
            Differ(path, $"{placeholder}, a value not seen before", $"{value}, which was {holder}");
        }
        else
        {
            bindings.Bind(placeholder, value);
        }
    }

    private void MatchToken(string path, JsonObject token, string answered)
    {
        if (Jwt.Read(answered) is not { } claims)
        {
            Differ(path, token, answered);
            return;
        }

        Match($"{path}(token)", token["jwt"], claims);
        MatchText(path, (string)token["is"]!, answered);
    }

    private void MatchMembers(string path, JsonObject recorded, JsonObject answered)
    {
        var left = recorded.ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (written, value) in left)
        {
            var key = Placeholders.Any().Replace(written, match => bindings.Find(match.Value) ?? match.Value);
            seen.Add(key);
            if (answered.ContainsKey(key)) Match($"{path}/{Escape(key)}", value, answered[key]);
            else Differ($"{path}/{Escape(key)}", value, "nothing");
        }

        foreach (var (key, value) in answered)
        {
            if (!seen.Contains(key)) Differ($"{path}/{Escape(key)}", "nothing", value);
        }
    }

    private void Differ(string path, object? recorded, object? answered) =>
        _differences.Add($"{path}: recorded {Show(recorded)}, answered {Show(answered)}");

    private static string Show(object? value)
    {
        var text = value switch
        {
            null => "null",
            JsonNode node => node.ToJsonString(Json.Plain),
            _ => value.ToString()!,
        };
        return text.Length <= Longest ? text : $"{text[..Longest]}... ({text.Length} characters)";
    }

    private static string Pattern(string recorded, MatchCollection found)
    {
        var pattern = new StringBuilder("^");
        var at = 0;
        for (var i = 0; i < found.Count; i++)
        {
            pattern.Append(Regex.Escape(recorded[at..found[i].Index])).Append($"(?<p{i}>{Placeholders.Shape(found[i].Groups["name"].Value)})");
            at = found[i].Index + found[i].Length;
        }

        return pattern.Append(Regex.Escape(recorded[at..])).Append('$').ToString();
    }

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
