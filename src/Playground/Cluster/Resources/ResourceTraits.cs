namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>The lines of <c>resources.txt</c> about one resource.</summary>
internal sealed class ResourceTraits
{
    private static readonly Lazy<Dictionary<string, ResourceTraits>> Table = new(Read);

    private readonly List<(string Word, string Text)> lines = [];
    private readonly ResourceTraits? usual;

    private ResourceTraits(ResourceTraits? usual) => this.usual = usual;

    public static ResourceTraits Custom => Table.Value["custom"];

    public static ResourceTraits Of(string group, string plural) =>
        Table.Value.GetValueOrDefault(group.Length > 0 ? $"{plural}.{group}" : plural) ?? Table.Value["*"];

    /// <summary>What the lines that start with a word say; those of the usual row when this one has none.</summary>
    public IReadOnlyList<string> this[string word] => Matching(known => known == word).Select(line => line.Text).ToList();

    /// <summary>The columns of tables: what stands before the colon, and the name and cell after it.</summary>
    public IReadOnlyList<(string Word, string Text)> Columns =>
        Matching(word => word.Split(' ')[^1] is "string" or "integer" or "boolean" or "date" or "wide");

    /// <summary>The paths that the lines of a word name; null when no line starts with it.</summary>
    public string[]? Paths(string word) => this[word] is { Count: > 0 } found ? [.. found.SelectMany(rest => rest.Split(' '))] : null;

    private IReadOnlyList<(string Word, string Text)> Matching(Func<string, bool> word) =>
        lines.Where(line => word(line.Word)).ToList() is { Count: > 0 } found ? found : usual?.Matching(word) ?? [];

    private static Dictionary<string, ResourceTraits> Read()
    {
        Dictionary<string, ResourceTraits> table = [];
        ResourceTraits? current = null;
        foreach (var line in Template.Text("resources.txt").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (line[0] != ' ')
            {
                table[line] = current = new ResourceTraits(table.GetValueOrDefault("*"));
                continue;
            }

            var parts = line.Split(':', 2);
            current!.lines.Add((parts[0].Trim(), parts[1].Trim()));
        }

        return table;
    }
}
