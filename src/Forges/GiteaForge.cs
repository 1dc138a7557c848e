using System.Net;
using System.Text.Json;

namespace GitOpsGuard.Forges;

/// <summary>Gitea and Forgejo.</summary>
public sealed class GiteaForge : IForge
{
    private readonly PullRequests _pulls;

    /// <param name="http">Client that follows no redirects, so that the token stays with the host.</param>
    /// <param name="address">The repository.</param>
    /// <param name="token">Access token with the right to write pull requests.</param>
    public GiteaForge(HttpClient http, ForgeAddress address, string token)
    {
        Address = address;
        // Gitea may live below a path of its host: owner and name are the last two parts.
        var parts = address.Web.AbsolutePath.Trim('/').Split('/');
        var below = string.Concat(parts.SkipLast(2).Select(part => "/" + part));
        _pulls = new(
            new(http, address, new("token", token), "GITEA_TOKEN"),
            $"{address.Root}{below}/api/v1/repos/{string.Join('/', parts.TakeLast(2))}/pulls",
            HttpStatusCode.Conflict);
    }

    /// <inheritdoc/>
    public ForgeAddress Address { get; }

    /// <inheritdoc/>
    public async Task<PullRequest?> FindAsync(string head, string baseBranch, CancellationToken cancellationToken)
    {
        foreach (var pull in await _pulls.ListAsync("?state=open&sort=recentupdate&limit=50", cancellationToken))
            if (Ref(pull, "head") == head && Ref(pull, "base") == baseBranch && PullRequests.Read(pull) is { } found) return found;
        return null;
    }

    /// <inheritdoc/>
    public Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken) =>
        _pulls.OpenAsync(draft, FindAsync, cancellationToken);

    private static string? Ref(JsonElement pull, string branch) =>
        pull.TryGetProperty(branch, out var side) && side.ValueKind == JsonValueKind.Object && side.TryGetProperty("ref", out var name) ? name.GetString() : null;
}
