namespace GitOpsGuard.Forges;

/// <summary>A pull request to open.</summary>
/// <param name="Title">Title.</param>
/// <param name="Body">Description, Markdown.</param>
/// <param name="Head">Branch with the change, in the same repository.</param>
/// <param name="Base">Branch that the change is for.</param>
public sealed record PullRequestDraft(string Title, string Body, string Head, string Base);
