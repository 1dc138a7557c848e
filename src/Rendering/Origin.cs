namespace GitOpsGuard.Rendering;

/// <summary>Where an object is declared.</summary>
/// <param name="File">File, from the root of the repository.</param>
/// <param name="Document">Index among the file's documents that are not empty, from 0.</param>
/// <param name="Line">Line at which the object begins, from 1.</param>
public sealed record Origin(string File, int Document, int Line)
{
    /// <summary><c>file:line</c>.</summary>
    public override string ToString() => $"{File}:{Line}";
}
