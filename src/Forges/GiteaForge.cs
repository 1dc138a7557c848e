using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Forges;

/// <summary>Gitea and Forgejo.</summary>
public sealed class GiteaForge : IForge
{
    private readonly ForgeHttp _http;
    private readonly string _pulls;

    /// <param name="http">Client that follows no redirects, so that the token stays with the host.</param>
    /// <param name="address">The repository.</param>
    /// <param name="token">Access token with the right to write pull requests.</param>
    public GiteaForge(HttpClient http, ForgeAddress address, string token)
    {
        Address = address;
        _http = new(http, address, new("token", token), "GITEA_TOKEN");
        // Gitea may live below a path of its host: owner and name are the last two parts.
        var parts = address.Web.AbsolutePath.Trim('/').Split('/');
        var below = string.Concat(parts.SkipLast(2).Select(part => "/" + part));
        _pulls = $"{address.Root}{below}/api/v1/repos/{string.Join('/', parts.TakeLast(2))}/pulls";
    }

    /// <inheritdoc/>
    public ForgeAddress Address { get; }

    /// <inheritdoc/>
    public async Task<PullRequest?> FindAsync(string head, string baseBranch, CancellationToken cancellationToken)
    {
        var (status, body) = await _http.SendAsync(HttpMethod.Get, $"{_pulls}?state=open&sort=recentupdate&limit=50", null, cancellationToken);
        if (status != HttpStatusCode.OK || body.ValueKind != JsonValueKind.Array) throw _http.Refused(status, body, "list its pull requests");
        foreach (var pull in body.EnumerateArray())
            if (Ref(pull, "head") == head && Ref(pull, "base") == baseBranch && Read(pull) is { } found) return found;
        return null;
    }

    /// <inheritdoc/>
    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["title"] = draft.Title, ["body"] = draft.Body, ["head"] = draft.Head, ["base"] = draft.Base };
        var (status, body) = await _http.SendAsync(HttpMethod.Post, _pulls, request, cancellationToken);
        if (status == HttpStatusCode.Created && Read(body) is { } opened) return opened;
        if (status == HttpStatusCode.Conflict && await FindAsync(draft.Head, draft.Base, cancellationToken) is { } existing) return existing;
        throw _http.Refused(status, body, "open a pull request");
    }

    private static string? Ref(JsonElement pull, string branch) =>
        pull.TryGetProperty(branch, out var side) && side.ValueKind == JsonValueKind.Object && side.TryGetProperty("ref", out var name) ? name.GetString() : null;

    private static PullRequest? Read(JsonElement pull) =>
        pull.ValueKind == JsonValueKind.Object && pull.TryGetProperty("number", out var number) && pull.TryGetProperty("html_url", out var url) && url.GetString() is { } page
            ? new(number.GetInt64(), page)
            : null;
}
