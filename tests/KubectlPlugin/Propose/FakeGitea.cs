using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

/// <summary>The pull requests of a Gitea repository.</summary>
internal sealed class FakeGitea : HttpMessageHandler
{
    public const string Address = "https://git.acme.dev/acme/shop";

    /// <summary>Bodies of the pull requests that were opened.</summary>
    public List<JsonNode> Opened { get; } = [];

    /// <summary>The Authorization headers of all requests.</summary>
    public List<string?> Authorizations { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("https://git.acme.dev/api/v1/repos/acme/shop/pulls", request.RequestUri!.GetLeftPart(UriPartial.Path));
        Authorizations.Add(request.Headers.Authorization?.ToString());
        if (request.Method == HttpMethod.Get) return Answer.Ok(new JsonArray([.. Opened.Select((draft, i) => Pull(draft, i + 1))]));
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        if (Opened.Any(other => (string?)other["head"] == (string?)body["head"])) return Answer.Json(HttpStatusCode.Conflict, new JsonObject { ["message"] = "exists" });
        Opened.Add(body);
        return Answer.Json(HttpStatusCode.Created, Pull(body, Opened.Count));
    }

    private static JsonObject Pull(JsonNode draft, int number) => new()
    {
        ["number"] = number,
        ["html_url"] = $"{Address}/pulls/{number}",
        ["head"] = new JsonObject { ["ref"] = draft["head"]!.DeepClone() },
        ["base"] = new JsonObject { ["ref"] = draft["base"]!.DeepClone() },
    };
}
