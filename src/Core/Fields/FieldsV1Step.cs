using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GitOpsGuard.Core.Fields;

/// <summary>Steps in the form and the order of <c>fieldsV1</c>.</summary>
internal static class FieldsV1Step
{
    /// <summary>The API server's order: fields, keys, values, indexes; each by content.</summary>
    public static readonly IComparer<PathElement> Order = Comparer<PathElement>.Create(Compare);

    public static PathElement? Parse(string text)
    {
        if (text.Length < 2 || text[1] != ':') return null;
        var rest = text[2..];
        return text[0] switch
        {
            'f' => new PathElement.Field(rest),
            'i' => int.TryParse(rest, out var index) ? new PathElement.Index(index) : null,
            'k' => Key(rest),
            'v' => Read(rest) is { } value ? new PathElement.SetItem(Text(value)) { Json = Json(value) } : null,
            _ => null,
        };
    }

    public static string Write(PathElement step) => step switch
    {
        PathElement.Field(var name) => "f:" + name,
        PathElement.Index(var index) => "i:" + index.ToString(CultureInfo.InvariantCulture),
        PathElement.SetItem item => "v:" + (item.Json ?? Quoted(item.Text)),
        PathElement.Key key => "k:" + (key.Json ?? Keys(key.Keys.Select(pair => (pair.Key, Quoted(pair.Value))))),
        _ => throw new ArgumentException($"no such step: {step}", nameof(step)),
    };

    private static PathElement.Key? Key(string json)
    {
        if (Read(json) is not { ValueKind: JsonValueKind.Object } keys) return null;
        var members = keys.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToArray();
        return new([.. members.Select(member => KeyValuePair.Create(member.Name, Text(member.Value)))])
        {
            Json = Keys(members.Select(member => (member.Name, Json(member.Value)))),
        };
    }

    private static int Compare(PathElement? left, PathElement? right) => (left, right) switch
    {
        (PathElement.Field one, PathElement.Field other) => string.CompareOrdinal(one.Name, other.Name),
        (PathElement.Index one, PathElement.Index other) => one.Value.CompareTo(other.Value),
        (PathElement.SetItem one, PathElement.SetItem other) => CompareValues(Read(Write(one)[2..]), Read(Write(other)[2..])),
        (PathElement.Key one, PathElement.Key other) => CompareKeys(Read(Write(one)[2..]), Read(Write(other)[2..])),
        _ => Rank(left).CompareTo(Rank(right)),
    };

    private static int Rank(PathElement? step) => step switch
    {
        PathElement.Field => 0,
        PathElement.Key => 1,
        PathElement.SetItem => 2,
        _ => 3,
    };

    private static int CompareKeys(JsonElement? left, JsonElement? right)
    {
        var (one, other) = (left!.Value.EnumerateObject().ToArray(), right!.Value.EnumerateObject().ToArray());
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            var byName = string.CompareOrdinal(one[i].Name, other[i].Name);
            if (byName != 0) return byName;
            var byValue = CompareValues(one[i].Value, other[i].Value);
            if (byValue != 0) return byValue;
        }

        return one.Length.CompareTo(other.Length);
    }

    // Numbers, then texts, then the rest.
    private static int CompareValues(JsonElement? left, JsonElement? right) => (left?.ValueKind, right?.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left!.Value.GetDouble().CompareTo(right!.Value.GetDouble()),
        (JsonValueKind.Number, _) => -1,
        (_, JsonValueKind.Number) => 1,
        (JsonValueKind.String, not JsonValueKind.String) => -1,
        (not JsonValueKind.String, JsonValueKind.String) => 1,
        _ => string.CompareOrdinal(left is { } one ? Text(one) : "", right is { } other ? Text(other) : ""),
    };

    private static JsonElement? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Keys(IEnumerable<(string Name, string Json)> members) => "{" + string.Join(',', members
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(member => $"{Quoted(member.Name)}:{member.Json}")) + "}";

    private static string Json(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Quoted(value.GetString()!) : value.GetRawText();

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
