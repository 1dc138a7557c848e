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

/// <summary>How a pull request is to be merged.</summary>
/// <param name="Squash">Whether it becomes one commit on the base branch, instead of one with both branches as parents.</param>
/// <param name="Title">First line of the commit message; a usual one when null.</param>
/// <param name="Body">Rest of the commit message.</param>
/// <param name="HeadCommit">The head that was looked at; null for whatever it is.</param>
internal sealed record MergeRequest(
    bool Squash = false, string? Title = null, string? Body = null, string? HeadCommit = null, bool DeleteBranch = false)
{
    public string Message(PullRequest pull, ForgeRepository repository)
    {
        var title = Title ?? (Squash
            ? $"{pull.Title} (#{pull.Number})"
            : $"Merge pull request '{pull.Title}' (#{pull.Number}) from {repository.Owner}/{pull.Head} into {pull.Base}");
        return string.IsNullOrEmpty(Body) ? $"{title}\n" : $"{title}\n\n{Body}\n";
    }
}
