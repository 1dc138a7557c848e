using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Forges;

/// <summary>github.com and GitHub Enterprise.</summary>
public sealed class GitHubForge : IForge
{
    private readonly ForgeHttp _http;
    private readonly string _pulls;

    /// <param name="http">Client that follows no redirects, so that the token stays with the host.</param>
    /// <param name="address">The repository.</param>
    /// <param name="token">Access token with the right to write pull requests.</param>
    public GitHubForge(HttpClient http, ForgeAddress address, string token)
    {
        Address = address;
        _http = new(http, address, new("Bearer", token), ForgeTokens.VariableFor(address)!);
        var api = address.Web.Host == "github.com" ? "https://api.github.com" : $"{address.Root}/api/v3";
        _pulls = $"{api}/repos{address.Web.AbsolutePath}/pulls";
    }

    /// <inheritdoc/>
    public ForgeAddress Address { get; }

    /// <inheritdoc/>
    public async Task<PullRequest?> FindAsync(string head, string baseBranch, CancellationToken cancellationToken)
    {
        var owner = Address.Path.Split('/')[0];
        var query = $"?state=open&head={Uri.EscapeDataString($"{owner}:{head}")}&base={Uri.EscapeDataString(baseBranch)}";
        var (status, body) = await _http.SendAsync(HttpMethod.Get, _pulls + query, null, cancellationToken);
        if (status != HttpStatusCode.OK || body.ValueKind != JsonValueKind.Array) throw _http.Refused(status, body, "list its pull requests");
        return body.EnumerateArray().Select(Read).FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["title"] = draft.Title, ["body"] = draft.Body, ["head"] = draft.Head, ["base"] = draft.Base };
        var (status, body) = await _http.SendAsync(HttpMethod.Post, _pulls, request, cancellationToken);
        if (status == HttpStatusCode.Created && Read(body) is { } opened) return opened;
        if (status == HttpStatusCode.UnprocessableEntity && await FindAsync(draft.Head, draft.Base, cancellationToken) is { } existing) return existing;
        throw _http.Refused(status, body, "open a pull request");
    }

    private static PullRequest? Read(JsonElement pull) =>
        pull.ValueKind == JsonValueKind.Object && pull.TryGetProperty("number", out var number) && pull.TryGetProperty("html_url", out var url) && url.GetString() is { } page
            ? new(number.GetInt64(), page)
            : null;
}
