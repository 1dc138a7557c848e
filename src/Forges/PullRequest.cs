namespace GitOpsGuard.Forges;

/// <summary>A pull request.</summary>
/// <param name="Number">Number within the repository.</param>
/// <param name="Url">Page of the pull request.</param>
public sealed record PullRequest(long Number, string Url);
