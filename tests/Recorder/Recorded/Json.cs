using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>How recordings read and write JSON, and how they point into it.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 1000, AllowDuplicateProperties = false };

    private const int Width = 120;

    /// <summary>A text in which a value that fits on a line is on one line.</summary>
    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.Append('\n').ToString();
    }

    /// <summary>
    /// The value at a pointer, null where there is none. A step such as <c>name=web</c> finds the item of a list by a
    /// field, which may lie deeper: <c>metadata.name=web</c>.
    /// </summary>
    public static JsonNode? At(JsonNode? node, string pointer)
    {
        foreach (var step in pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            node = node switch
            {
                JsonObject members => members[step],
                JsonArray items when int.TryParse(step, out var index) => index < items.Count ? items[index] : null,
                JsonArray items => Named(items, step),
                _ => null,
            };
        }

        return node;
    }

    /// <summary>
    /// The picked parts by pointer, without the fields that are left out; the value itself where nothing is picked. Lists
    /// whose order means nothing are sorted.
    /// </summary>
    public static JsonNode? Part(JsonNode? node, IReadOnlyList<string> pick, IReadOnlyList<string> without, IReadOnlyList<string> unordered)
    {
        node = node?.DeepClone();
        foreach (var list in unordered.Select(pointer => At(node, pointer)).OfType<JsonArray>()) Sort(list);
        var part = pick.Count == 0
            ? node?.DeepClone()
            : new JsonObject(pick.Select(pointer => KeyValuePair.Create(pointer, At(node, pointer)?.DeepClone())));
        Strip(part, without);
        return part;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Sort(JsonArray list)
    {
        var sorted = list.Select(item => item?.DeepClone()).OrderBy(item => Sorted(item)?.ToJsonString(Plain), StringComparer.Ordinal).ToList();
        list.Clear();
        foreach (var item in sorted) list.Add(item);
    }

    private static void Strip(JsonNode? node, IReadOnlyList<string> without)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Strip(item, without);
        }
        else if (node is JsonObject members)
        {
            foreach (var name in without)
            {
                if (members[name] is not JsonObject) members.Remove(name);
            }

            foreach (var (_, value) in members) Strip(value, without);
        }
    }

    private static JsonNode? Named(JsonArray items, string step)
    {
        var parts = step.Split('=', 2);
        return items.FirstOrDefault(item => (string?)At(item, "/" + parts[0].Replace('.', '/')) == parts[1]);
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        var line = node is null ? "null" : node.ToJsonString(Plain);
        if (node is JsonValue or null or JsonObject { Count: 0 } or JsonArray { Count: 0 } || line.Length + depth <= Width)
        {
            text.Append(line);
            return;
        }

        var (open, close) = node is JsonObject ? ('{', '}') : ('[', ']');
        var items = node is JsonObject members
            ? members.Select(member => (Key: $"{JsonSerializer.Serialize(member.Key, Plain)}: ", member.Value)).ToList()
            : node.AsArray().Select(item => (Key: "", Value: item)).ToList();
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(' ', depth + 1).Append(items[i].Key);
            Write(text, items[i].Value, depth + 1);
        }

        text.Append('\n').Append(' ', depth).Append(close);
    }
}
