namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>Reads <see cref="ModelTraitTable"/>.</summary>
internal static partial class ModelTraits
{
    private static readonly FrozenDictionary<string, string[]> Types = Read();

    private static readonly FrozenDictionary<(string Type, string Field), FieldTrait> Traits = Types
        .SelectMany(type => type.Value.Where(word => word != "@").Select(word => (type.Key, Match: Form().Match(word))))
        .ToFrozenDictionary(pair => (pair.Key, pair.Match.Groups["name"].Value), pair => Trait(pair.Match));

    /// <summary>Whether a struct type is owned as one leaf.</summary>
    public static bool IsAtomic(string type) => Types.TryGetValue(type, out var words) && words is ["@", ..];

    public static FieldTrait? Find(string type, string field) => Traits.GetValueOrDefault((type, field));

    private static FrozenDictionary<string, string[]> Read() => ModelTraitTable.Text
        .Replace("\n ", "", StringComparison.Ordinal)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenDictionary(words => words[0].TrimEnd(':'), words => words[1..]);

    private static FieldTrait Trait(Match match)
    {
        var isList = match.Groups["keys"].Success;
        var keys = Words(match.Groups["keys"], ',');
        var strategies = Words(match.Groups["strategies"], ',');
        var mergesByDefault = keys.Length > 0 && strategies.Length == 0;
        return new FieldTrait(
            match.Groups["required"].Success,
            match.Groups["always"].Success,
            match.Groups["leaf"].Success ? match.Groups["leaf"].Value == "@" : null,
            match.Groups["default"].Success ? match.Groups["default"].Value : null,
            match.Groups["values"].Success ? match.Groups["values"].Value.Split('|') : [],
            !isList ? ListKind.Atomic : keys.Length == 0 ? ListKind.Set : ListKind.Map,
            keys,
            mergesByDefault ? ["merge"] : strategies,
            match.Groups["mergeKey"].Success ? match.Groups["mergeKey"].Value : keys.FirstOrDefault());
    }

    private static string[] Words(Group group, char separator) =>
        group.Value.Split(separator, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"^(?<name>[\w$-]+)(?<required>!)?(?<always>\{\}|\?)?(?:=(?<default>[^<\[~]*))?(?:<(?<values>[^>]*)>)?" +
        @"(?:\[(?<keys>[^\]]*)\])?(?:~(?<strategies>[\w,]+)(?::(?<mergeKey>\w+))?)?(?<leaf>[@%])?$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
