namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The kinds of <c>kinds.txt</c>, in discovery order.</summary>
internal static class BuiltInKinds
{
    public static IReadOnlyList<KindRow> All { get; } = [.. Read()];

    private static IEnumerable<KindRow> Read()
    {
        string[] served = [];
        foreach (var line in TextTable.Lines("kinds.txt"))
        {
            if (line.StartsWith('['))
            {
                served = line.Trim('[', ']').Split('/');
                continue;
            }

            var (group, version) = served is [var only] ? ("", only) : (served[0], served[1]);
            var words = line.Split(' ');
            var type = $"{(group.Length == 0 ? "core" : group.Split('.')[0])}.{version}.{words[0]}";
            yield return new KindRow(
                group, version, words[0], words[1], words[2], words[3] == "namespaced",
                Option(words, "short="), Option(words, "in="), Option(words, "sub="), type);
        }
    }

    private static string[] Option(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Split(',') ?? [];
}
