using System.Net;

namespace GitOpsGuard.Forges;

/// <summary>github.com and GitHub Enterprise.</summary>
public sealed class GitHubForge : IForge
{
    private readonly PullRequests _pulls;

    /// <param name="http">Client that follows no redirects, so that the token stays with the host.</param>
    /// <param name="address">The repository.</param>
    /// <param name="token">Access token with the right to write pull requests.</param>
    public GitHubForge(HttpClient http, ForgeAddress address, string token)
    {
        Address = address;
        var api = address.Web.Host == "github.com" ? "https://api.github.com" : $"{address.Root}/api/v3";
        _pulls = new(
            new(http, address, new("Bearer", token), ForgeTokens.VariableFor(address)!),
            $"{api}/repos{address.Web.AbsolutePath}/pulls",
            HttpStatusCode.UnprocessableEntity);
    }

    /// <inheritdoc/>
    public ForgeAddress Address { get; }

    /// <inheritdoc/>
    public async Task<PullRequest?> FindAsync(string head, string baseBranch, CancellationToken cancellationToken)
    {
        var owner = Address.Path.Split('/')[0];
        var query = $"?state=open&head={Uri.EscapeDataString($"{owner}:{head}")}&base={Uri.EscapeDataString(baseBranch)}";
        return (await _pulls.ListAsync(query, cancellationToken)).Select(PullRequests.Read).FirstOrDefault();
    }

    /// <inheritdoc/>
    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken) =>
        _pulls.OpenAsync(draft, FindAsync, cancellationToken);
}
