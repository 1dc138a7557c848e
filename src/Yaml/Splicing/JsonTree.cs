using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>The same changes on JSON trees, to compare with.</summary>
internal static class JsonTree
{
    public static void Set(ref JsonNode? root, IReadOnlyList<YamlStep> path, JsonNode? value) => root = With(root, path, 0, value);

    public static bool Remove(JsonNode? root, IReadOnlyList<YamlStep> path)
    {
        var node = root;
        for (var i = 0; i < path.Count - 1; i++) node = Child(node, path[i]);
        var last = path[^1];
        switch (node)
        {
            case JsonObject map when last.Member is { } name:
                return map.Remove(name);
            case JsonArray list when last.Member is null && last.Item < list.Count:
                list.RemoveAt(last.Item);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The value within the maps and lists that the steps from <paramref name="from"/> on need.</summary>
    public static JsonNode? Wrap(IReadOnlyList<YamlStep> path, int from, JsonNode? value) => With(null, path, from, value);

    private static JsonNode? Child(JsonNode? node, YamlStep step) => (node, step.Member) switch
    {
        (JsonObject map, { } name) => map[name],
        (JsonArray list, null) when step.Item < list.Count => list[step.Item],
        _ => null,
    };

    private static JsonNode? With(JsonNode? node, IReadOnlyList<YamlStep> path, int at, JsonNode? value)
    {
        if (at == path.Count) return value?.DeepClone();
        if (path[at].Member is { } name)
        {
            var map = node as JsonObject ?? [];
            var child = map[name];
            map.Remove(name);
            map[name] = With(child, path, at + 1, value);
            return map;
        }

        var list = node as JsonArray ?? [];
        var item = path[at].Item;
        if (item > list.Count) throw new SpliceException(1, $"the list has {list.Count} items, so there is no item {item}");
        var old = item < list.Count ? list[item] : null;
        if (item < list.Count) list.RemoveAt(item);
        list.Insert(item, With(old, path, at + 1, value));
        return list;
    }
}
