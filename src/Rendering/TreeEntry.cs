namespace GitOpsGuard.Rendering;

/// <summary>One entry of a directory.</summary>
/// <param name="Name">Name within the directory.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Size of a file in bytes; 0 of everything else, and where it is not known before reading.</param>
public sealed record TreeEntry(string Name, TreeEntryKind Kind, long Size = 0);
