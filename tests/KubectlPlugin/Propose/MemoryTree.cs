using System.Text;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

/// <summary>A tree in memory. A content that begins with <c>-&gt;</c> is a symbolic link.</summary>
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
                : content.StartsWith("->", StringComparison.Ordinal) ? TreeEntryKind.SymbolicLink : TreeEntryKind.File;
            entries[name] = new(name, kind, Encoding.UTF8.GetByteCount(content));
        }

        return entries.Count == 0 && directory.Length > 0 ? null : [.. entries.Values];
    }

    public ReadOnlyMemory<byte>? Read(string path) =>
        files.FirstOrDefault(file => file.Path == path).Content is not { } content ? null
            : Encoding.UTF8.GetBytes(content.StartsWith("->", StringComparison.Ordinal) ? content[2..] : content);
}
