using System.Collections;

namespace GitOpsGuard.Core.Admission;

/// <summary>Line of each field that Git declares, by the text of its path. Two arrays, since an index holds very many of these.</summary>
public sealed class DeclaredLines : IEnumerable<(string Path, int Line)>
{
    /// <summary>No field is known.</summary>
    public static readonly DeclaredLines None = new([]);

    private readonly string[] _paths;
    private readonly int[] _lines;

    /// <summary>Lines in any order; of a path that is there twice, one of them counts.</summary>
    public DeclaredLines(IEnumerable<KeyValuePair<string, int>> lines)
    {
        var (paths, numbers) = (new List<string>(), new List<int>());
        foreach (var (path, line) in lines)
        {
            paths.Add(path);
            numbers.Add(line);
        }

        (_paths, _lines) = ([.. paths], [.. numbers]);
        Array.Sort(_paths, _lines, StringComparer.Ordinal);
    }

    /// <summary>The line of a field; null when Git does not declare it.</summary>
    public int? Of(string path)
    {
        var at = Array.BinarySearch(_paths, path, StringComparer.Ordinal);
        return at < 0 ? null : _lines[at];
    }

    /// <summary>The fields whose path begins with a text, in the order of their paths.</summary>
    public IEnumerable<(string Path, int Line)> StartingWith(string text)
    {
        var at = Array.BinarySearch(_paths, text, StringComparer.Ordinal);
        for (var i = at < 0 ? ~at : at; i < _paths.Length && _paths[i].StartsWith(text, StringComparison.Ordinal); i++) yield return (_paths[i], _lines[i]);
    }

    /// <inheritdoc/>
    public IEnumerator<(string Path, int Line)> GetEnumerator() => StartingWith("").GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
