namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>
/// One served kind: how it is named, where it lives, which subresources it has. <see cref="Type"/> is the line of
/// <c>types.txt</c> that gives the fields of a built-in kind; null for custom resources.
/// </summary>
internal sealed record KindRow(
    string Group, string Version, string Kind, string Plural, string Singular, bool Namespaced,
    string[] ShortNames, string[] Categories, string[] Subresources, string? Type)
{
    /// <summary>The value of <c>apiVersion</c>: <c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>The kinds of <c>kinds.txt</c>, in discovery order.</summary>
internal static class BuiltInKinds
{
    public static IReadOnlyList<KindRow> All { get; } = [.. Read()];

    private static IEnumerable<KindRow> Read()
    {
        var (group, version) = ("", "");
        foreach (var line in TextTable.Lines("kinds.txt"))
        {
            if (line.StartsWith('['))
            {
                var served = line.Trim('[', ']').Split('/');
                (group, version) = (served.Length == 1 ? "" : served[0], served[^1]);
                continue;
            }

            var words = line.Split(' ');
            yield return new KindRow(
                group, version, words[0], words[1], words[2], words[3] == "namespaced",
                Option(words, "short="), Option(words, "in="), Option(words, "sub="),
                $"{(group.Length == 0 ? "core" : group.Split('.')[0])}.{version}.{words[0]}");
        }
    }

    private static string[] Option(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Split(',') ?? [];
}
