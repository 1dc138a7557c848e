namespace GitOpsGuard.Core.Admission;

/// <summary>What all objects of one inventory shard share.</summary>
/// <param name="SyncNamespace">Namespace of the GitSync.</param>
/// <param name="SyncName">Name of the GitSync.</param>
/// <param name="Repository">Repository as people read it, without scheme and credentials.</param>
/// <param name="Revision">Revision, <c>main@sha1:0123...</c>.</param>
public sealed record DeclarationSource(string SyncNamespace, string SyncName, string Repository, string Revision)
{
    /// <summary>The commit in short: seven digits.</summary>
    public string ShortCommit => ShortCommitOf(Revision);

    /// <summary>The commit of a revision in short: seven digits.</summary>
    internal static string ShortCommitOf(string revision)
    {
        var commit = revision[(revision.LastIndexOf(':') + 1)..];
        return commit.Length > 7 ? commit[..7] : commit;
    }
}
