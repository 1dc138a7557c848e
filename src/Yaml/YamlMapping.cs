namespace GitOpsGuard.Yaml;

/// <summary>A map.</summary>
public sealed class YamlMapping : YamlNode
{
    internal YamlMapping(YamlMark start, YamlMark end, IReadOnlyList<YamlEntry> entries, bool isFlow)
        : base(start, end)
    {
        Entries = entries;
        IsFlow = isFlow;
    }

    /// <summary>The entries as written, in their order; merge keys are entries of their own.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <summary>Whether it is written <c>{...}</c>.</summary>
    public bool IsFlow { get; }

    /// <summary>The entry of a member that this map itself writes; not one that a merge key brings.</summary>
    public YamlEntry? Own(string name) => Entries.FirstOrDefault(entry => !entry.IsMerge && entry.Name == name);

    /// <summary>
    /// The entries that count, merge keys expanded, in order of appearance. As Kubernetes reads YAML, a merge key overrides
    /// what stands before it and is overridden by what stands behind it; of several merged maps the first wins.
    /// </summary>
    public IReadOnlyDictionary<string, YamlEntry> Members => _members ??= Expand();

    private Dictionary<string, YamlEntry>? _members;

    private Dictionary<string, YamlEntry> Expand()
    {
        var members = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (!entry.IsMerge) members[entry.Name] = entry;
            else foreach (var (name, merged) in Merged(entry.Value)) members[name] = merged;
        }

        return members;
    }

    private static Dictionary<string, YamlEntry> Merged(YamlNode value)
    {
        var members = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        var maps = YamlAlias.Resolve(value) is YamlSequence list ? list.Items : [value];
        foreach (var map in maps)
            foreach (var (name, entry) in ((YamlMapping)YamlAlias.Resolve(map)).Members) members.TryAdd(name, entry);
        return members;
    }
}
