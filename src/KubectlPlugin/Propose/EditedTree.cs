using GitOpsGuard.Rendering;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>A tree in which one file has another content, or is gone.</summary>
internal sealed class EditedTree(ISourceTree tree, string file, ReadOnlyMemory<byte>? content) : ISourceTree
{
    /// <inheritdoc/>
    public IReadOnlyList<TreeEntry>? List(string directory)
    {
        var entries = tree.List(directory);
        var slash = file.LastIndexOf('/');
        if (content is not null || directory != (slash < 0 ? "" : file[..slash])) return entries;
        return entries?.Where(entry => entry.Name != file[(slash + 1)..]).ToArray();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path) => path == file ? content : tree.Read(path);
}
