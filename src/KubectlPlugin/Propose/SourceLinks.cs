using System.Text;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Symbolic links of a source.</summary>
internal static class SourceLinks
{
    /// <summary>The file that holds the content of a manifest: where that is a symbolic link, the file that it leads to.</summary>
    public static string Follow(ISourceTree tree, string file)
    {
        var directory = TreePath.Parent(file);
        var name = file[(file.LastIndexOf('/') + 1)..];
        var isLink = tree.List(directory)?.Any(entry => entry.Name == name && entry.Kind == TreeEntryKind.SymbolicLink) == true;
        return isLink && tree.Read(file) is { } link && TreePath.Combine(directory, Encoding.UTF8.GetString(link.Span)) is { } target ? target : file;
    }
}
