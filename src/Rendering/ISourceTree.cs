namespace GitOpsGuard.Rendering;

/// <summary>The files of one commit. Paths are relative to its root, with <c>/</c> and without a leading or last slash.</summary>
public interface ISourceTree
{
    /// <summary>The entries of a directory in any order; the root is the empty path.</summary>
    /// <returns>Null when there is no such directory.</returns>
    IReadOnlyList<TreeEntry>? List(string directory);

    /// <summary>The bytes of a file; of a symbolic link the text of its target.</summary>
    /// <returns>Null when there is no such file.</returns>
    ReadOnlyMemory<byte>? Read(string path);
}
