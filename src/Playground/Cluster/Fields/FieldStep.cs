using System.Text.Encodings.Web;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// One step of a path in managedFields: a field (<c>f:name</c>), the element of a list of maps
/// (<c>k:{"name":"app"}</c>), of a set (<c>v:"x"</c>), or at an index (<c>i:0</c>). Text is kept in the server's
/// form, so steps are equal when their text is.
/// </summary>
internal readonly record struct FieldStep
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private FieldStep(string text) => Text = text;

    /// <summary>The step as it is written in <c>fieldsV1</c>.</summary>
    public string Text { get; }

    public char Form => Text[0];

    /// <summary>The name of a field step.</summary>
    public string Name => Text[2..];

    public static FieldStep Field(string name) => new("f:" + name);

    public static FieldStep Key(IEnumerable<KeyValuePair<string, JsonNode?>> keys) => new("k:" + new JsonObject(
        keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key.Key, key.Value?.DeepClone())))
        .ToJsonString(Compact));

    public static FieldStep Value(JsonNode? value) => new("v:" + (value?.ToJsonString(Compact) ?? "null"));

    /// <summary>Reads a step; null when the text is none.</summary>
    public static FieldStep? Parse(string text)
    {
        if (text.Length < 2 || text[1] != ':') return null;
        try
        {
            return text[0] switch
            {
                'f' or 'i' => new FieldStep(text),
                'k' => JsonNode.Parse(text[2..]) is JsonObject keys ? Key(keys) : null,
                'v' => Value(JsonNode.Parse(text[2..])),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The order of the server: fields, keys, values, indexes; each by content.</summary>
    public static IComparer<FieldStep> Order { get; } = Comparer<FieldStep>.Create((one, other) => one.CompareTo(other));

    private int CompareTo(FieldStep other)
    {
        if (Form != other.Form) return "fkvi".IndexOf(Form).CompareTo("fkvi".IndexOf(other.Form));
        return Form switch
        {
            'k' => CompareKeys(Parsed(), other.Parsed()),
            'v' => CompareValues(Parsed(), other.Parsed()),
            'i' => int.Parse(Name).CompareTo(int.Parse(other.Name)),
            _ => string.CompareOrdinal(Text, other.Text),
        };
    }

    /// <summary>The step in the words of a conflict: <c>.spec</c>, <c>[name="app"]</c>, <c>[="x"]</c>.</summary>
    public override string ToString() => Form switch
    {
        'f' => "." + Name,
        'k' => "[" + string.Join(',', (Parsed() as JsonObject ?? []).Select(key => $"{key.Key}={Display(key.Value)}")) + "]",
        'v' => $"[={Display(Parsed())}]",
        _ => $"[{Name}]",
    };

    private static string Display(JsonNode? value) => value?.ToJsonString(Compact) ?? "null";

    private JsonNode? Parsed() => JsonNode.Parse(Name);

    private static int CompareKeys(JsonNode? left, JsonNode? right)
    {
        var (one, two) = ((left as JsonObject)!.ToArray(), (right as JsonObject)!.ToArray());
        for (var i = 0; i < Math.Min(one.Length, two.Length); i++)
        {
            var byName = string.CompareOrdinal(one[i].Key, two[i].Key);
            if (byName != 0) return byName;
            var byValue = CompareValues(one[i].Value, two[i].Value);
            if (byValue != 0) return byValue;
        }

        return one.Length.CompareTo(two.Length);
    }

    private static int CompareValues(JsonNode? left, JsonNode? right)
    {
        var (one, two) = (Rank(left), Rank(right));
        if (one != two) return one.CompareTo(two);
        return one == 0
            ? left!.GetValue<decimal>().CompareTo(right!.GetValue<decimal>())
            : string.CompareOrdinal(left?.ToString(), right?.ToString());
    }

    private static int Rank(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => 0,
        JsonValueKind.String => 1,
        JsonValueKind.True or JsonValueKind.False => 2,
        _ => 3,
    };
}
