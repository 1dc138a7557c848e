namespace GitOpsGuard.Rendering;

/// <summary>A manifest file.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Content">Path of what holds its content: another one for a symbolic link.</param>
internal sealed record ManifestFile(string Path, string Content);
