namespace GitOpsGuard.Playground.Forge;

/// <summary>A pull request: a branch of a repository that its author asks to merge into another.</summary>
/// <param name="BaseCommit">The base branch's tip when it was opened.</param>
/// <param name="HeadCommit">The last head seen; kept so that a merged request still shows its diff.</param>
/// <param name="MergeCommit">The commit on the base branch that merged it; null while it is open.</param>
internal sealed record PullRequest(
    int Number, string Title, string Body, ForgeUser Author, string Base, string Head, string BaseCommit, string HeadCommit,
    DateTimeOffset CreatedAt, string? MergeCommit = null, ForgeUser? MergedBy = null, DateTimeOffset? MergedAt = null)
{
    public bool IsMerged => MergeCommit is not null;
}
