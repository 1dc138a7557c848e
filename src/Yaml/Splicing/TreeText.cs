using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>Writes new maps and lists in the layout of a document.</summary>
internal sealed class TreeText(DocumentStyle style, Caution caution)
{
    private YamlScalarStyle Wish => caution == Caution.Most ? YamlScalarStyle.DoubleQuoted : YamlScalarStyle.Plain;

    /// <summary>Whether a value needs lines of its own in block layout.</summary>
    public static bool IsBlock(JsonNode? value) => value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };

    /// <summary>Blanks before the first line of a block below a key at <paramref name="indent"/>.</summary>
    public int IndentBelow(int indent, JsonNode? value) => indent + (value is JsonArray ? style.ListStep : style.Step);

    /// <summary><c>key: value</c>, with the lines of a block value; the first line is not indented.</summary>
    public string Member(string name, JsonNode? value, int indent)
    {
        var key = Key(name);
        if (!IsBlock(value)) return $"{key}: {Scalar(value, indent)}";
        var below = IndentBelow(indent, value);
        return $"{key}:{style.Break}{new string(' ', below)}{Block(value, below)}";
    }

    /// <summary>The name of a member in block layout.</summary>
    public static string Key(string name) => ScalarText.Write(JsonValue.Create(name), YamlScalarStyle.Plain, inFlow: false);

    /// <summary>A block whose first line is not indented and whose other lines are indented by <paramref name="indent"/>.</summary>
    public string Block(JsonNode? value, int indent)
    {
        var lines = value switch
        {
            JsonObject map when map.Count > 0 => map.Select(member => Member(member.Key, member.Value, indent)),
            JsonArray list when list.Count > 0 => list.Select(item => "- " + Block(item, indent + 2)),
            _ => [Scalar(value, indent)],
        };
        return string.Join(style.Break + new string(' ', indent), lines);
    }

    /// <summary>A value within <c>{}</c> or <c>[]</c>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="json">Whether keys and texts are quoted as JSON wants it.</param>
    public string Flow(JsonNode? value, bool json)
    {
        var wish = json ? YamlScalarStyle.DoubleQuoted : Wish;
        return value switch
        {
            JsonObject map => Join("{", map.Select(member => $"{FlowKey(member.Key, json)}: {Flow(member.Value, json)}"), "}"),
            JsonArray list => Join("[", list.Select(item => Flow(item, json)), "]"),
            _ => ScalarText.Write(value, wish, inFlow: true),
        };
    }

    /// <summary>The name of a member within <c>{}</c>.</summary>
    public static string FlowKey(string name, bool json) =>
        ScalarText.Write(JsonValue.Create(name), json ? YamlScalarStyle.DoubleQuoted : YamlScalarStyle.Plain, inFlow: true);

    private string Scalar(JsonNode? value, int indent)
    {
        if (value is JsonObject or JsonArray) return Flow(value, json: false);
        return caution == Caution.None && value is JsonValue text && text.TryGetValue<string>(out var lines) && ScalarText.CanBeLiteral(lines)
            ? ScalarText.Literal(lines, indent + style.Step, "", style.Break)
            : ScalarText.Write(value, Wish, inFlow: false);
    }

    private static string Join(string open, IEnumerable<string> parts, string close) =>
        new StringBuilder(open).AppendJoin(", ", parts).Append(close).ToString();
}
