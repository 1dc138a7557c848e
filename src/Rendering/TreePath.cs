namespace GitOpsGuard.Rendering;

/// <summary>Paths within a tree.</summary>
public static class TreePath
{
    /// <summary>The directory of a path; empty for the root.</summary>
    public static string Parent(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "";

    /// <summary>The path that a relative path leads to from a directory.</summary>
    /// <returns>Null when it is absolute or leaves the tree.</returns>
    public static string? Combine(string directory, string relative)
    {
        if (relative.StartsWith('/') || relative.Contains('\\')) return null;
        var parts = directory.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var part in relative.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count == 0) return null;
            else parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }
}
