namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Schemas of built-in types, each read from its line of <c>types.txt</c> when it is first asked for.</summary>
internal static class TypeTable
{
    private static readonly Lazy<Dictionary<string, string>> Lines = new(() => TextTable.Lines("types.txt")
        .ToDictionary(line => line[..line.IndexOfAny([':', ' '])]));

    private static readonly ConcurrentDictionary<string, Schema> Types = new();

    /// <summary>The schema of metadata, which every object has.</summary>
    public static Schema Metadata { get; } = Of("meta.v1.ObjectMeta");

    public static Schema Of(string type) => Types.GetOrAdd(type, static name =>
    {
        var line = Lines.Value[name];
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return Schema.Struct(() => Fields(line[(colon + 1)..])) with { TypeName = name, Atomic = colon > name.Length };
    });

    private static Dictionary<string, Schema> Fields(string text) => text
        .Split(", ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(field => new Queue<string>(field.Split(' ')))
        .Select(words => (Name: words.Dequeue(), Words: words))
        .ToDictionary(
            field => field.Name.TrimEnd('!'), field => Field(field.Words) with { Required = field.Name.EndsWith('!') });

    private static Schema Field(Queue<string> words)
    {
        var schema = Value(words);
        if (schema.Keys.Count > 0) schema = schema with { PatchStrategies = ["merge"], PatchMergeKey = schema.Keys[0] };
        while (words.TryDequeue(out var word))
        {
            schema = word switch
            {
                "default" when schema.ScalarType == "string" => schema with { Default = words.Dequeue().Trim('"') },
                "default" => schema with { Default = JsonNode.Parse(words.Dequeue()) },
                "always" => schema with { Always = true },
                "patch" => Patch(schema, words.Dequeue().Split(':')),
                _ => throw new FormatException($"types.txt: no such word: {word}"),
            };
        }

        return schema;
    }

    private static Schema Value(Queue<string> words)
    {
        var word = words.Dequeue();
        switch (word)
        {
            case "atomic" or "granular":
                return Value(words) with { Atomic = word == "atomic" };
            case "map":
                var value = Value(words);
                return Schema.Map(() => value);
            case "list" or "set":
                var element = Value(words);
                var list = Schema.List(() => element);
                if (word == "set") return list with { ListKind = ListKind.Set };
                return Take(words, "by") is { } keys ? list with { ListKind = ListKind.Map, Keys = keys.Split(',') } : list;
            default:
                var named = word.Contains('.', StringComparison.Ordinal) ? Of(word.TrimEnd('?')) : Scalar(word.TrimEnd('?'));
                return named with { IsPointer = word.EndsWith('?'), Enum = Take(words, "in")?.Split('|') ?? [] };
        }
    }

    private static string? Take(Queue<string> words, string word) =>
        words.TryPeek(out var next) && next == word && words.TryDequeue(out _) ? words.Dequeue() : null;

    private static Schema Scalar(string word) => word switch
    {
        "any" => Schema.UntypedLeaf,
        "int32" or "int64" => Schema.Scalar("integer", word),
        "double" => Schema.Scalar("number", word),
        "bytes" => Schema.Scalar("string", "byte"),
        "time" => Schema.Scalar("string", "date-time"),
        "microtime" => Schema.Scalar("string", word),
        "quantity" or "int-or-string" => Schema.Scalar("", word),
        _ => Schema.Scalar(word),
    };

    private static Schema Patch(Schema schema, string[] words) => schema with
    {
        PatchStrategies = words[0] == "none" ? [] : words[0].Split(','),
        PatchMergeKey = words.Length > 1 ? words[1] : schema.PatchMergeKey,
    };
}
