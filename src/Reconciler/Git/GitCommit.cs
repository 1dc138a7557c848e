namespace GitOpsGuard.Reconciler.Git;

/// <summary>The commit that a source's reference names.</summary>
/// <param name="Reference">The reference as a person would say it: <c>main</c>, <c>v1.2.0</c>, or empty for a bare commit.</param>
/// <param name="Sha">The commit's whole id in hexadecimal.</param>
/// <param name="Author">Name of the author.</param>
/// <param name="Subject">First line of the message.</param>
/// <param name="CommittedAt">When it was committed.</param>
internal sealed record GitCommit(string Reference, string Sha, string Author, string Subject, DateTimeOffset CommittedAt)
{
    /// <summary><c>main@sha1:0123...</c>, for a bare commit <c>sha1:0123...</c>.</summary>
    public string Revision => Reference.Length > 0 ? $"{Reference}@sha1:{Sha}" : $"sha1:{Sha}";

    /// <summary>The commit id within a revision, or null when the text is none.</summary>
    public static string? ShaOf(string revision)
    {
        var at = revision.LastIndexOf("sha1:", StringComparison.Ordinal);
        return at < 0 ? null : revision[(at + 5)..];
    }

    /// <summary>A revision shortened for messages: <c>main@sha1:0123456</c>.</summary>
    public static string Short(string revision) =>
        ShaOf(revision) is { Length: > 7 } sha ? revision[..^(sha.Length - 7)] : revision;
}
