namespace GitOpsGuard.Playground.Forge;

/// <summary>How a pull request is to be merged.</summary>
/// <param name="Title">First line of the commit message; a usual one when null.</param>
/// <param name="Body">Rest of the commit message.</param>
/// <param name="HeadCommit">The head that was looked at; null for whatever it is.</param>
internal sealed record MergeRequest(
    MergeStyle Style, string? Title = null, string? Body = null, string? HeadCommit = null, bool DeleteBranch = false)
{
    public string Message(PullRequest pull, ForgeRepository repository)
    {
        var usual = Style == MergeStyle.Squash
            ? $"{pull.Title} (#{pull.Number})"
            : $"Merge pull request '{pull.Title}' (#{pull.Number}) from {repository.Owner}/{pull.Head} into {pull.Base}";
        return string.IsNullOrEmpty(Body) ? $"{Title ?? usual}\n" : $"{Title ?? usual}\n\n{Body}\n";
    }
}
