namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Reads <see cref="DefaultTable"/>.</summary>
internal static class DefaultEntries
{
    private static readonly FrozenDictionary<string, Entry[]> Types = DefaultTable.Text
        .Replace("\n ", "", StringComparison.Ordinal)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenDictionary(words => words[0], words => words[1..].Select(Parse).ToArray());

    public static IReadOnlyList<Entry> Of(string type) => Types.TryGetValue(type, out var entries) ? entries : [];

    private static Entry Parse(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return new Entry(word[..equals].Split('.'), JsonNode.Parse(word[(equals + 1)..])!);
    }

    /// <summary>One default of a type.</summary>
    internal sealed record Entry(string[] Path, JsonNode Value)
    {
        public void Apply(JsonObject map)
        {
            foreach (var step in Path[..^1])
            {
                var name = step.TrimEnd('?');
                if (map[name] is not JsonObject next)
                {
                    if (step.EndsWith('?')) return;
                    map[name] = next = [];
                }

                map = next;
            }

            if (map[Path[^1]] is null) map[Path[^1]] = Value.DeepClone();
        }
    }
}
