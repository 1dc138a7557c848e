using GitOpsGuard.Rendering;
using LibGit2Sharp;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>The files of one commit, read from the object database. Not to be used by several threads at once.</summary>
internal sealed class GitTree(Repository repository, Tree root) : ISourceTree, IDisposable
{
    /// <summary>Largest file that is read.</summary>
    private const long LargestFile = 16 * 1024 * 1024;
    private readonly Dictionary<string, string?> _reads = new(StringComparer.Ordinal);

    /// <summary>Every path that was asked for, with its object id; null where there was nothing.</summary>
    public IReadOnlyDictionary<string, string?> Reads => _reads;

    /// <summary>The object id of a directory or file: it changes exactly when something in it does.</summary>
    /// <returns>Null when there is no such path.</returns>
    public string? IdOf(string path)
    {
        var clean = Clean(path);
        return clean.Length == 0 ? root.Sha : root[clean]?.Target.Sha;
    }

    public IReadOnlyList<Rendering.TreeEntry>? List(string directory)
    {
        var clean = Clean(directory);
        _reads[clean] = IdOf(clean);
        var tree = clean.Length == 0 ? root : root[clean] is { TargetType: TreeEntryTargetType.Tree } entry ? (Tree)entry.Target : null;
        return tree?.Select(Entry).ToList();
    }

    public ReadOnlyMemory<byte>? Read(string path)
    {
        _reads[Clean(path)] = IdOf(path);
        if (root[Clean(path)] is not { TargetType: TreeEntryTargetType.Blob } entry) return null;
        var blob = (Blob)entry.Target;
        if (blob.Size > LargestFile)
            throw new RenderException(RenderFault.LimitExceeded, path, 0, $"the file is larger than {LargestFile / (1024 * 1024)} MiB; split it");
        using var content = blob.GetContentStream();
        var bytes = new byte[blob.Size];
        content.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => repository.Dispose();

    private static string Clean(string path) => path.Trim('/') is "." ? "" : path.Trim('/');

    private Rendering.TreeEntry Entry(LibGit2Sharp.TreeEntry entry) => entry switch
    {
        { TargetType: TreeEntryTargetType.GitLink } => new(entry.Name, TreeEntryKind.Submodule),
        { TargetType: TreeEntryTargetType.Tree } => new(entry.Name, TreeEntryKind.Directory),
        { Mode: Mode.SymbolicLink } => new(entry.Name, TreeEntryKind.SymbolicLink),
        _ => new(entry.Name, TreeEntryKind.File, repository.ObjectDatabase.RetrieveObjectMetadata(entry.Target.Id).Size),
    };
}
