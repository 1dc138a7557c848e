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

        return root as JsonObject ?? throw Refuse();
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
                return Replace(root, path, operation["value"]?.DeepClone());
            case "copy":
                return Add(root, path, Find(root, Text(operation, "from"))?.DeepClone());
            case "move":
                var without = Remove(root, Text(operation, "from"), out var moved);
                return Add(without, path, moved);
            case "test":
                if (JsonNode.DeepEquals(TryFind(root, path), operation["value"])) return root;
                throw Refuse();
            default:
                throw Refuse();
        }
    }

    private static JsonNode? Add(JsonNode? root, string path, JsonNode? value)
    {
        if (path.Length == 0) return value;
        var (parent, key) = Parent(root, path);
        if (parent is JsonObject map)
        {
            map[key] = value;
            return root;
        }

        var list = (JsonArray)parent;
        list.Insert(key == "-" ? list.Count : Index(key, list.Count + 1), value);
        return root;
    }

    // A key that an object does not have is added.
    private static JsonNode? Replace(JsonNode? root, string path, JsonNode? value)
    {
        if (path.Length == 0) return value;
        var (parent, key) = Parent(root, path);
        if (parent is JsonObject map) map[key] = value;
        else ((JsonArray)parent)[Index(key, ((JsonArray)parent).Count)] = value;
        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string path, out JsonNode? removed)
    {
        var (parent, key) = Parent(root, path);
        if (parent is JsonObject map)
        {
            if (!map.TryGetPropertyValue(key, out removed)) throw Refuse();
            map.Remove(key);
            return root;
        }

        var list = (JsonArray)parent;
        var index = Index(key, list.Count);
        removed = list[index];
        list.RemoveAt(index);
        return root;
    }

    private static JsonNode? Find(JsonNode? root, string path)
    {
        if (path.Length == 0) return root;
        var (parent, key) = Parent(root, path);
        if (parent is JsonArray list) return list[Index(key, list.Count)];
        return ((JsonObject)parent).TryGetPropertyValue(key, out var value) ? value : throw Refuse();
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

    private static (JsonNode Parent, string Key) Parent(JsonNode? root, string path)
    {
        if (!path.StartsWith('/')) throw Refuse();
        var keys = path[1..].Split('/')
            .Select(key => key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .ToArray();
        var current = root;
        foreach (var key in keys[..^1])
        {
            current = current switch
            {
                JsonObject map => map[key],
                JsonArray list => list[Index(key, list.Count)],
                _ => null,
            };
        }

        return current is JsonObject or JsonArray ? (current, keys[^1]) : throw Refuse();
    }

    private static int Index(string key, int count)
    {
        if (!int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw Refuse();
        }

        if (index < 0) index += count;
        return index >= 0 && index < count ? index : throw Refuse();
    }

    // The server says no more than this, whatever is wrong.
    private static PatchException Refuse() => new(Refused, isUnprocessable: true);

    private static string Text(JsonObject operation, string key) =>
        operation[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
