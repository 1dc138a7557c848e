namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>JSON Patch (RFC 6902). The server says no more of what goes wrong than that something does.</summary>
internal static class JsonPatch
{
    private static ApiError Refused => new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    public static JsonObject Apply(JsonObject live, JsonArray patch)
    {
        // The root stands in a box, so that it has a parent like any other place.
        var box = new JsonObject { [""] = live.DeepClone() };
        foreach (var node in patch)
        {
            if (node is not JsonObject operation) throw ApiError.BadRequest("error decoding patch: an operation is no object");
            Apply(Target.At(box, operation.Text("path")), operation, Target.At(box, operation.Text("from") ?? ""));
        }

        return box[""] as JsonObject ?? throw Refused;
    }

    private static void Apply(Target target, JsonObject operation, Target from)
    {
        var op = operation.Text("op");
        if (op == "add") target.Add(operation["value"]);
        else if (op == "remove") target.Remove();
        else if (op == "replace") target.Replace(operation["value"]);
        else if (op == "copy") target.Add(from.Value);
        else if (op == "move") target.Add(from.Remove());
        else if (op != "test" || !JsonNode.DeepEquals(target.Exists ? target.Value : null, operation["value"])) throw Refused;
    }

    /// <summary>A place that may be there or not: a member of an object, an element of a list.</summary>
    private readonly record struct Target(JsonNode? Parent, string Key)
    {
        public static Target At(JsonObject box, string? path)
        {
            if (path is null || path.Length > 0 && path[0] != '/') throw Refused;
            string[] keys = [.. path.Split('/').Select(key => key.Replace("~1", "/").Replace("~0", "~"))];
            return keys[1..].Aggregate(new Target(box, keys[0]), (at, key) => new(at.Exists ? at.Value : null, key));
        }

        public bool Exists => Parent is JsonObject map ? map.ContainsKey(Key) : Parent is JsonArray list && Index(list.Count) >= 0;

        public JsonNode? Value => !Exists ? throw Refused : Parent is JsonArray list ? list[Index(list.Count)] : Parent![Key];

        public void Add(JsonNode? value)
        {
            if (Parent is JsonObject map) map[Key] = value?.DeepClone();
            else if (Parent is not JsonArray list) throw Refused;
            else if (Key == "-") list.Add(value?.DeepClone());
            else if (Index(list.Count + 1) is >= 0 and var index) list.Insert(index, value?.DeepClone());
            else throw Refused;
        }

        // A key that an object does not have is added.
        public void Replace(JsonNode? value)
        {
            if (Parent is JsonArray) Remove();
            Add(value);
        }

        public JsonNode? Remove()
        {
            var removed = Value;
            if (Parent is JsonObject map) map.Remove(Key);
            else if (Parent is JsonArray list) list.RemoveAt(Index(list.Count));
            return removed;
        }

        // Negative indexes count from the end; -1 when there is none.
        private int Index(int count)
        {
            if (!int.TryParse(Key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return -1;
            if (index < 0) index += count;
            return index >= 0 && index < count ? index : -1;
        }
    }
}
