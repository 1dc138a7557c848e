using System.Text;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary>Files in one directory, <c>apps</c>.</summary>
internal sealed class TextTree(params (string Name, string Content)[] files) : ISourceTree
{
    public IReadOnlyList<TreeEntry>? List(string directory) => directory switch
    {
        "" => [new("apps", TreeEntryKind.Directory)],
        "apps" => [.. files.Select(file => new TreeEntry(file.Name, TreeEntryKind.File))],
        _ => null,
    };

    public ReadOnlyMemory<byte>? Read(string path) =>
        files.FirstOrDefault(file => "apps/" + file.Name == path).Content is { } content ? Encoding.UTF8.GetBytes(content) : null;
}
