using System.Text;

namespace GitOpsGuard.Rendering.Tests;

/// <summary>A tree in memory. A content that begins with <c>-&gt;</c> is a symbolic link; <c>@</c> is a submodule.</summary>
internal sealed class MemoryTree(params (string Path, string Content)[] files) : ISourceTree
{
    public IReadOnlyList<TreeEntry>? List(string directory)
    {
        var prefix = directory.Length == 0 ? "" : directory + "/";
        var entries = new Dictionary<string, TreeEntry>(StringComparer.Ordinal);
        foreach (var (path, content) in files.Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var name = path[prefix.Length..].Split('/')[0];
            var kind = path.Length > prefix.Length + name.Length ? TreeEntryKind.Directory
                : content.StartsWith("->", StringComparison.Ordinal) ? TreeEntryKind.SymbolicLink
                : content == "@" ? TreeEntryKind.Submodule : TreeEntryKind.File;
            entries[name] = new(name, kind, Encoding.UTF8.GetByteCount(content));
        }

        return entries.Count == 0 && directory.Length > 0 ? null : [.. entries.Values];
    }

    public ReadOnlyMemory<byte>? Read(string path)
    {
        var content = files.FirstOrDefault(file => file.Path == path).Content;
        if (content is null) return null;
        return Encoding.UTF8.GetBytes(content.StartsWith("->", StringComparison.Ordinal) ? content[2..] : content);
    }
}
