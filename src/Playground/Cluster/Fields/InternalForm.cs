using DiffPlex.Renderer;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Objects as the server's own code holds them, which is how it shows what a refused change would have changed: with the fields of
/// <c>internals.txt</c>, whether they are set or not.
/// </summary>
internal static class InternalForm
{
    private static readonly JsonSerializerOptions Indented = new(GoText.Plain) { WriteIndented = true, IndentSize = 1 };

    private static readonly Lazy<Dictionary<string, JsonObject>> Table = new(() => TextTable.Lines("internals.txt")
        .Select(line => line.Split(": ", 2)).ToDictionary(row => row[0], row => (JsonObject)JsonNode.Parse(row[1])!));

    /// <summary>A line break and the unified diff of two values of a type; nothing where they are the same.</summary>
    /// <param name="type">The line of <c>types.txt</c>.</param>
    /// <param name="old">The stored value.</param>
    /// <param name="next">The value that is refused.</param>
    /// <param name="free">Paths of what may change, which is shown as it was.</param>
    public static string Diff(string type, JsonObject old, JsonObject next, string free)
    {
        next = next.Copy();
        foreach (var path in free.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Trees.Carry(old, next, path.Split('.'));
        string Text(JsonObject value) => GoText.Escaped(Of(value, TypeTable.Of(type))!.ToJsonString(Indented));
        var diff = UnidiffRenderer.GenerateUnidiff(Text(old), Text(next));
        return diff.IndexOf("\n@@", StringComparison.Ordinal) is > 0 and var start ? diff[start..] : "";
    }

    private static JsonNode? Of(JsonNode? value, Schema type, JsonObject? owner = null) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(element => Of(element, type.Element))]),
        JsonObject map when Table.Value.TryGetValue(type.TypeName, out var fields) =>
            new JsonObject(fields.Select(field => Field(field.Key.Split('='), field.Value, type, map, owner))),
        JsonObject map => new JsonObject(GoText.Sorted(map).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))),
        _ => value?.DeepClone(),
    };

    private static KeyValuePair<string, JsonNode?> Field(string[] names, JsonNode? unset, Schema type, JsonObject map, JsonObject? owner)
    {
        var (holder, name) = names[^1].StartsWith('^') ? (owner ?? [], names[^1][1..]) : (map, names[^1]);
        var (key, value) = holder.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return KeyValuePair.Create(
            names[0].TrimStart('^'), value is null ? unset?.DeepClone() : Of(value, type.Member(key) ?? Schema.Untyped, map));
    }
}
