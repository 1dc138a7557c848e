using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Forges;

/// <summary>Requests to a forge's API. Failures become <see cref="ForgeException"/>.</summary>
internal sealed class ForgeHttp(HttpClient http, ForgeAddress address, AuthenticationHeaderValue authorization, string variable)
{
    /// <summary>Sends a request.</summary>
    /// <returns>The status and the answer's JSON; undefined where it is none.</returns>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string url, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = authorization;
        request.Headers.UserAgent.Add(new("kubectl-gitops", null));
        request.Headers.Accept.Add(new("application/json"));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return (response.StatusCode, Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ForgeException($"the {address.Display} does not answer; check the network and spec.forge of the GitSource, then run the command again", e);
        }
    }

    /// <summary>The failure that a status stands for, in words that say what to do.</summary>
    public ForgeException Refused(HttpStatusCode status, JsonElement body, string what)
    {
        var said = Message(body);
        var then = (int)status switch
        {
            401 => $"the token in {variable} was refused; set one that is valid and may write pull requests",
            403 => $"the token in {variable} may not do that; give it the right to write pull requests",
            404 => $"there is no such repository, or the token in {variable} does not see it; check spec.forge.url of the GitSource",
            423 => "the repository is archived",
            429 => "too many requests; try again later",
            >= 300 and < 400 => "the forge redirects to another address; correct spec.forge.url of the GitSource",
            >= 500 => "the forge failed; try again later",
            _ => said.Length > 0 ? said : $"the forge answered {(int)status}",
        };
        return new($"the {address.Display} did not {what}: {then}{(said.Length > 0 && said != then ? $" ({said})" : "")}");
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Message(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.String) return "";
        var text = message.GetString()!.ReplaceLineEndings(" ");
        return text.Length > 200 ? text[..200] : text;
    }
}
