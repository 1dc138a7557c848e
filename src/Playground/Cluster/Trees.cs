namespace GitOpsGuard.Playground.Cluster;

/// <summary>Short reads of JSON trees that tolerate whatever a client sent.</summary>
internal static class Trees
{
    extension(JsonNode? node)
    {
        /// <summary>The node under a chain of keys, or null when any step is absent or not an object.</summary>
        public JsonNode? At(params ReadOnlySpan<string> path)
        {
            var current = node;
            foreach (var key in path)
            {
                if (current is not JsonObject map || !map.TryGetPropertyValue(key, out current)) return null;
            }

            return current;
        }

        /// <summary>The text under a chain of keys, or null when it is absent or not a string.</summary>
        public string? Text(params ReadOnlySpan<string> path) =>
            node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

        /// <summary>The object under a chain of keys, or null.</summary>
        public JsonObject? Map(params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

        /// <summary>The elements of the array under a chain of keys; none when it is absent.</summary>
        public IEnumerable<JsonNode?> Items(params ReadOnlySpan<string> path) => node.At(path) as JsonArray ?? [];

        /// <summary>The strings of the array under a chain of keys; anything else in it is left out.</summary>
        public IEnumerable<string> Texts(params ReadOnlySpan<string> path) =>
            node.Items(path).Select(item => item.Text()).OfType<string>();

        /// <summary>The whole number under a chain of keys, or null.</summary>
        public long? Number(params ReadOnlySpan<string> path) =>
            node.At(path) is JsonValue value
                ? value.TryGetValue(out long whole) ? whole
                    : value.TryGetValue(out int small) ? small
                    : value.TryGetValue(out double real) ? (long)real : null
                : null;

        /// <summary>True only when the value under a chain of keys is the boolean true.</summary>
        public bool Flag(params ReadOnlySpan<string> path) =>
            node.At(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

        /// <summary>Whether a chain of keys ends at a value that is not null.</summary>
        public bool Has(params ReadOnlySpan<string> path) => node.At(path) is not null;
    }

    extension(JsonObject map)
    {
        /// <summary>The object under a key, made and attached when absent.</summary>
        public JsonObject Open(string key)
        {
            if (map[key] is JsonObject existing) return existing;
            var made = new JsonObject();
            map[key] = made;
            return made;
        }

        /// <summary>The metadata of an object, made and attached when absent.</summary>
        public JsonObject Metadata => map.Open("metadata");

        /// <summary>Takes finalizers off an object.</summary>
        public void DropFinalizers(params string[] names) => map.Metadata["finalizers"] =
            ArrayOf(map.Texts("metadata", "finalizers").Except(names));

        /// <summary>An independent copy that may be changed.</summary>
        public JsonObject Copy() => (JsonObject)map.DeepClone();

        /// <summary>Adds an element to the list under a key, made when absent.</summary>
        public void Append(string key, JsonNode? element)
        {
            if (map[key] is not JsonArray list) map[key] = list = [];
            list.Add(element);
        }

        /// <summary>Sets a key to a copy of a value, or removes it when the value is null.</summary>
        public void Put(string key, JsonNode? value)
        {
            if (value is null) map.Remove(key);
            else map[key] = value.DeepClone();
        }
    }

    /// <summary>
    /// Makes the value at a path what it is in another tree; <c>name[*]</c> goes into the elements of a list by their
    /// place.
    /// </summary>
    public static void Carry(JsonNode from, JsonNode to, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty || to is not JsonObject target) return;
        if (path.Length == 1)
        {
            target.Put(path[0], from.At(path[0]));
            return;
        }

        var key = path[0].Replace("[*]", "", StringComparison.Ordinal);
        if (key == path[0])
        {
            if (from.At(key) is { } inner) Carry(inner, target.Open(key), path[1..]);
            else target.Map(key)?.Remove(path[1]);
            return;
        }

        var elements = from.Items(key).ToList();
        foreach (var (index, element) in target.Items(key).Index())
        {
            if (index < elements.Count && elements[index] is { } source && element is not null) Carry(source, element, path[1..]);
        }
    }

    /// <summary>Deepest nesting of an object; with what is around it in a list or a review this is what a JSON writer takes.</summary>
    public const int DeepestNesting = 950;

    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = DeepestNesting };
    public static readonly JsonSerializerOptions AnyDepth = new() { MaxDepth = 1000 };

    /// <summary>The same tree as if read from text, so that every number in it has one form.</summary>
    public static JsonObject Reread(JsonObject tree) => (JsonObject)JsonNode.Parse(tree.ToJsonString(), documentOptions: Deep)!;

    /// <summary>The JSON that bytes hold; null when they hold none, or cannot be decoded.</summary>
    public static JsonNode? TryParse(Func<byte[]> decode) => TryParse(decode, out _);

    /// <summary>The same, with what is wrong, which is null when nothing is.</summary>
    public static JsonNode? TryParse(Func<byte[]> decode, out string? problem)
    {
        try
        {
            problem = null;
            return JsonNode.Parse(decode());
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            problem = GoText.Problem(error);
            return null;
        }
    }

    /// <summary>An array of strings as JSON.</summary>
    public static JsonArray ArrayOf(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    /// <summary>The same; null where there are none.</summary>
    public static JsonArray? SomeOf(IEnumerable<string> texts) => ArrayOf(texts) is { Count: > 0 } some ? some : null;

    /// <summary>A time as the API server writes it: UTC, whole seconds.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
