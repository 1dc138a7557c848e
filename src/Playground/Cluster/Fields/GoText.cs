namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Values in the notations that the server's messages and annotations use.</summary>
internal static class GoText
{
    /// <summary>Text as it is, without escapes that JSON does not need.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The plain notation: <c>map[a:b c:[1 2]]</c>, keys in order.</summary>
    public static string Of(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', Sorted(map).Select(member => $"{member.Key}:{Of(member.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Of))}]",
        _ => value.ToString(),
    };

    /// <summary>JSON as the server encodes maps: no spaces, keys in order, angle brackets and ampersands escaped.</summary>
    public static string Json(JsonNode? value) => Ordered(value) is { } ordered ? Escaped(ordered.ToJsonString(Plain)) : "null";

    /// <summary>JSON with the letters escaped that HTML would read.</summary>
    public static string Escaped(string json) => json.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026");

    /// <summary>Why JSON could not be read; the parser here begins with the character at which it stopped.</summary>
    public static string Problem(Exception error) => Template.Answers.Fill("Problems of JSON", ("found", error.Message[..3]))
        .FirstOrDefault(known => error.Message.Contains(known.Key)).Value?.ToString() ?? error.Message;

    private static JsonNode? Ordered(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(Sorted(map).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => value?.DeepClone(),
    };

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Sorted(JsonObject map) =>
        map.OrderBy(member => member.Key, StringComparer.Ordinal);
}
