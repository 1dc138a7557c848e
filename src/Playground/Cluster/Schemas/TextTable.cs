namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The tables that are compiled in as text; each begins with a comment that says how to read it.</summary>
internal static class TextTable
{
    /// <summary>The lines of a table without comments and empty lines; an indented line continues the one before it.</summary>
    public static IReadOnlyList<string> Lines(string name)
    {
        using var stream = typeof(TextTable).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(' ')) lines[^1] += " " + line.Trim();
            else if (line.Length > 0 && !line.StartsWith('#')) lines.Add(line);
        }

        return lines;
    }
}
