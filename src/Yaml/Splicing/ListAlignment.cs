using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>Which items of a list stay when it becomes another.</summary>
internal static class ListAlignment
{
    private const long MostCells = 250_000;

    /// <summary>The stretches between equal items: from and to in the old list, from and to in the wanted one.</summary>
    public static IReadOnlyList<Gap> Gaps(IReadOnlyList<JsonNode?> old, IReadOnlyList<JsonNode?> wanted)
    {
        var shared = Math.Min(old.Count, wanted.Count);
        var head = 0;
        while (head < shared && YamlSplice.Same(old[head], wanted[head])) head++;
        var tail = 0;
        while (tail < shared - head && YamlSplice.Same(old[old.Count - tail - 1], wanted[wanted.Count - tail - 1])) tail++;
        var middle = new Gap(head, old.Count - tail, head, wanted.Count - tail);
        var (n, m) = (middle.OldEnd - head, middle.WantedEnd - head);
        return n == m || (long)n * m > MostCells ? [middle] : Longest(old, wanted, middle);
    }

    /// <summary>Split by a longest common subsequence.</summary>
    private static List<Gap> Longest(IReadOnlyList<JsonNode?> old, IReadOnlyList<JsonNode?> wanted, Gap within)
    {
        var (n, m) = (within.OldEnd - within.Old, within.WantedEnd - within.Wanted);
        var lengths = new int[n + 1, m + 1];
        for (var i = n - 1; i >= 0; i--)
            for (var j = m - 1; j >= 0; j--)
                lengths[i, j] = Equal(i, j) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        var gaps = new List<Gap>();
        var (oldAt, wantedAt, oldFrom, wantedFrom) = (0, 0, 0, 0);
        while (oldAt < n && wantedAt < m)
        {
            if (Equal(oldAt, wantedAt))
            {
                Add(oldAt++, wantedAt++);
                (oldFrom, wantedFrom) = (oldAt, wantedAt);
            }
            else if (lengths[oldAt + 1, wantedAt] >= lengths[oldAt, wantedAt + 1]) oldAt++;
            else wantedAt++;
        }

        Add(n, m);
        return gaps;

        bool Equal(int i, int j) => YamlSplice.Same(old[within.Old + i], wanted[within.Wanted + j]);

        void Add(int oldEnd, int wantedEnd)
        {
            if (oldEnd > oldFrom || wantedEnd > wantedFrom)
                gaps.Add(new(within.Old + oldFrom, within.Old + oldEnd, within.Wanted + wantedFrom, within.Wanted + wantedEnd));
        }
    }

    /// <summary>A stretch that differs.</summary>
    public readonly record struct Gap(int Old, int OldEnd, int Wanted, int WantedEnd);
}
