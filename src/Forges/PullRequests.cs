using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Forges;

/// <summary>What GitHub and Gitea have in common: a repository's pull requests at one address of the API.</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="address">Address of the collection.</param>
/// <param name="exists">What the forge answers where a pull request for the same branches is open.</param>
internal sealed class PullRequests(ForgeHttp http, string address, HttpStatusCode exists)
{
    /// <summary>Those that <paramref name="query"/> selects, as the forge describes them.</summary>
    public async Task<IEnumerable<JsonElement>> ListAsync(string query, CancellationToken cancellationToken)
    {
        var (status, body) = await http.SendAsync(HttpMethod.Get, address + query, null, cancellationToken);
        if (status != HttpStatusCode.OK || body.ValueKind != JsonValueKind.Array) throw http.Refused(status, body, "list its pull requests");
        return body.EnumerateArray();
    }

    /// <summary>Opens one, or returns what <paramref name="find"/> finds where one is open already.</summary>
    public async Task<PullRequest> OpenAsync(
        PullRequestDraft draft, Func<string, string, CancellationToken, Task<PullRequest?>> find, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["title"] = draft.Title, ["body"] = draft.Body, ["head"] = draft.Head, ["base"] = draft.Base };
        var (status, body) = await http.SendAsync(HttpMethod.Post, address, request, cancellationToken);
        if (status == HttpStatusCode.Created && Read(body) is { } opened) return opened;
        if (status == exists && await find(draft.Head, draft.Base, cancellationToken) is { } existing) return existing;
        throw http.Refused(status, body, "open a pull request");
    }

    /// <summary>Reads one; null where the forge's answer is none.</summary>
    public static PullRequest? Read(JsonElement pull) =>
        pull.ValueKind == JsonValueKind.Object && pull.TryGetProperty("number", out var number) && pull.TryGetProperty("html_url", out var url) && url.GetString() is { } page
            ? new(number.GetInt64(), page)
            : null;
}
