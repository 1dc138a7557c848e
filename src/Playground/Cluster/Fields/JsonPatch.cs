namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>JSON Patch (RFC 6902). The server says no more of what goes wrong than that something does.</summary>
internal static class JsonPatch
{
    private static PatchException Refused => new("the server rejected our request due to an error in our request", isUnprocessable: true);

    public static JsonObject Apply(JsonObject live, JsonArray patch)
    {
        // The root stands in a box, so that it has a parent like any other place.
        var box = new JsonObject { [""] = live.DeepClone() };
        foreach (var node in patch)
        {
            if (node is not JsonObject operation) throw new PatchException("error decoding patch: an operation is no object");
            Apply(box, operation);
        }

        return box[""] as JsonObject ?? throw Refused;
    }

    private static void Apply(JsonObject box, JsonObject operation)
    {
        var target = Place(box, operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add":
                Add(target, operation["value"]);
                break;
            case "remove":
                Remove(target);
                break;
            case "replace":
                Replace(target, operation["value"]);
                break;
            case "copy":
                Add(target, Find(Place(box, operation.Text("from"))));
                break;
            case "move":
                Add(target, Remove(Place(box, operation.Text("from"))));
                break;
            case "test" when JsonNode.DeepEquals(Has(target) ? Find(target) : null, operation["value"]):
                break;
            default:
                throw Refused;
        }
    }

    private static (JsonNode? Parent, string Key) Place(JsonObject box, string? path)
    {
        if (path is null || path.Length > 0 && path[0] != '/') throw Refused;
        string[] keys = [.. path.Split('/').Select(key => key.Replace("~1", "/").Replace("~0", "~"))];
        return (keys[..^1].Aggregate((JsonNode?)box, (node, key) => Has((node, key)) ? Find((node, key)) : null), keys[^1]);
    }

    private static bool Has((JsonNode? Parent, string Key) place) => place.Parent switch
    {
        JsonObject map => map.ContainsKey(place.Key),
        JsonArray list => Index(place.Key, list.Count) >= 0,
        _ => false,
    };

    private static JsonNode? Find((JsonNode? Parent, string Key) place) => !Has(place) ? throw Refused
        : place.Parent is JsonArray list ? list[Index(place.Key, list.Count)]
        : place.Parent![place.Key];

    private static void Add((JsonNode? Parent, string Key) place, JsonNode? value)
    {
        if (place.Parent is JsonObject map) map[place.Key] = value?.DeepClone();
        else if (place.Parent is not JsonArray list) throw Refused;
        else if (place.Key == "-") list.Add(value?.DeepClone());
        else if (Index(place.Key, list.Count + 1) is >= 0 and var index) list.Insert(index, value?.DeepClone());
        else throw Refused;
    }

    // A key that an object does not have is added.
    private static void Replace((JsonNode? Parent, string Key) place, JsonNode? value)
    {
        if (place.Parent is JsonObject map) map[place.Key] = value?.DeepClone();
        else if (Has(place)) ((JsonArray)place.Parent!)[Index(place.Key, place.Parent.AsArray().Count)] = value?.DeepClone();
        else throw Refused;
    }

    private static JsonNode? Remove((JsonNode? Parent, string Key) place)
    {
        var removed = Find(place);
        if (place.Parent is JsonObject map) map.Remove(place.Key);
        else ((JsonArray)place.Parent!).RemoveAt(Index(place.Key, place.Parent.AsArray().Count));
        return removed;
    }

    // Negative indexes count from the end; -1 when there is none.
    private static int Index(string key, int count)
    {
        if (!int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return -1;
        if (index < 0) index += count;
        return index >= 0 && index < count ? index : -1;
    }
}
