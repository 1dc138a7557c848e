using System.Globalization;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>JSON Patch (RFC 6902) with the server's words for what goes wrong.</summary>
internal static class JsonPatch
{
    private const string Refused = "the server rejected our request due to an error in our request";

    public static JsonObject Apply(JsonObject live, JsonArray patch)
    {
        JsonNode? root = live.DeepClone();
        foreach (var node in patch)
        {
            if (node is not JsonObject operation) throw new PatchException("error decoding patch: an operation is no object");
            root = Apply(root, operation);
        }

        return root as JsonObject ?? throw new PatchException(Refused, isUnprocessable: true);
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        var path = Text(operation, "path");
        switch (Text(operation, "op"))
        {
            case "add":
                return Add(root, path, operation["value"]?.DeepClone());
            case "remove":
                return Remove(root, path, out _);
            case "replace":
                return Add(Remove(root, path, out _), path, operation["value"]?.DeepClone());
            case "copy":
                return Add(root, path, Find(root, Text(operation, "from"))?.DeepClone());
            case "move":
                var without = Remove(root, Text(operation, "from"), out var moved);
                return Add(without, path, moved);
            case "test":
                if (JsonNode.DeepEquals(TryFind(root, path), operation["value"])) return root;
                throw new PatchException($"testing value {path} failed: test failed", isUnprocessable: true);
            case var other:
                throw new PatchException($"Unexpected kind: {other}");
        }
    }

    private static JsonNode? Add(JsonNode? root, string path, JsonNode? value)
    {
        if (path.Length == 0) return value;
        var (parent, key) = Parent(root, path, "add");
        if (parent is JsonObject map)
        {
            map[key] = value;
            return root;
        }

        var list = (JsonArray)parent;
        list.Insert(key == "-" ? list.Count : Index(key, list.Count + 1, "add", path), value);
        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string path, out JsonNode? removed)
    {
        var (parent, key) = Parent(root, path, "remove");
        if (parent is JsonObject map)
        {
            if (!map.TryGetPropertyValue(key, out removed)) throw Missing("remove", path);
            map.Remove(key);
            return root;
        }

        var list = (JsonArray)parent;
        var index = Index(key, list.Count, "remove", path);
        removed = list[index];
        list.RemoveAt(index);
        return root;
    }

    private static JsonNode? Find(JsonNode? root, string path)
    {
        if (path.Length == 0) return root;
        var (parent, key) = Parent(root, path, "copy");
        if (parent is JsonArray list) return list[Index(key, list.Count, "copy", path)];
        return ((JsonObject)parent).TryGetPropertyValue(key, out var value) ? value : throw Missing("copy", path);
    }

    // A test of an absent path compares with null.
    private static JsonNode? TryFind(JsonNode? root, string path)
    {
        try
        {
            return Find(root, path);
        }
        catch (PatchException)
        {
            return null;
        }
    }

    private static (JsonNode Parent, string Key) Parent(JsonNode? root, string path, string operation)
    {
        if (!path.StartsWith('/')) throw Missing(operation, path);
        var keys = path[1..].Split('/')
            .Select(key => key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .ToArray();
        var current = root;
        foreach (var key in keys[..^1])
        {
            current = current switch
            {
                JsonObject map => map[key],
                JsonArray list => list[Index(key, list.Count, operation, path)],
                _ => null,
            };
        }

        return current is JsonObject or JsonArray ? (current, keys[^1]) : throw Missing(operation, path);
    }

    private static int Index(string key, int count, string operation, string path)
    {
        if (!int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw new PatchException(Refused, isUnprocessable: true);
        }

        if (index < 0) index += count;
        return index >= 0 && index < count ? index : throw Missing(operation, path);
    }

    private static PatchException Missing(string operation, string path) =>
        new($"{operation} operation does not apply: doc is missing path: {path}: missing value", isUnprocessable: true);

    private static string Text(JsonObject operation, string key) =>
        operation[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
