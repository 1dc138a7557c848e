using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GitOpsGuard.Recorder.Recorded;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Recorder.Servers;

/// <summary>
/// The admission webhooks of all scenarios, at <c>/SCENARIO/NAME</c>. A scenario gives for each name the response of the
/// review; beside it, <c>delay</c> is how many seconds it takes, <c>http</c> a code and <c>text</c> a content to answer instead.
/// </summary>
internal sealed class ScriptedWebhooks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _reviews = new(StringComparer.Ordinal);
    private HttpsServer _server = null!;

    private ScriptedWebhooks()
    {
    }

    /// <summary>The authority of its certificate, as base64 of PEM.</summary>
    public string Bundle => _server.Bundle;

    public static async Task<ScriptedWebhooks> StartAsync()
    {
        var webhooks = new ScriptedWebhooks();
        webhooks._server = await HttpsServer.StartAsync(webhooks.HandleAsync);
        return webhooks;
    }

    /// <summary>Where a scenario's webhooks are from now on.</summary>
    public string Open(string scenario, JsonObject answers)
    {
        foreach (var (name, answer) in answers) _answers[$"/{scenario}/{name}"] = answer!.AsObject();
        _reviews[scenario] = [];
        return new Uri(_server.Address, scenario).AbsoluteUri;
    }

    /// <summary>How often a scenario's webhooks were asked since they were last taken.</summary>
    public int Count(string scenario) => _reviews[scenario].Count;

    /// <summary>What a scenario's webhooks were asked since the last time, by path.</summary>
    public JsonArray Take(string scenario)
    {
        var taken = new List<JsonObject>();
        while (_reviews[scenario].TryDequeue(out var review)) taken.Add(review);
        return [.. taken.OrderBy(review => (string)review["path"]!, StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!_answers.TryGetValue(path, out var answer))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var review = (await JsonNode.ParseAsync(context.Request.Body, documentOptions: Json.Deep, cancellationToken: context.RequestAborted))!.AsObject();
        var scenario = path.Split('/')[1];
        _reviews[scenario].Enqueue(new JsonObject
        {
            ["path"] = path + context.Request.QueryString,
            ["review"] = Distribution.Strip(review.DeepClone()),
        });
        if ((int?)answer["delay"] is { } seconds)
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, context.RequestAborted);
        context.Response.StatusCode = (int?)answer["http"] ?? 200;
        context.Response.ContentType = "application/json";
        var text = (string?)answer["text"] ?? Response(review, answer).ToJsonString(Json.Plain);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static JsonObject Response(JsonObject review, JsonObject answer)
    {
        var response = answer.DeepClone().AsObject();
        response.Remove("delay");
        response.Remove("http");
        if (!response.ContainsKey("uid")) response["uid"] = review["request"]!["uid"]!.DeepClone();
        return new JsonObject
        {
            ["apiVersion"] = review["apiVersion"]!.DeepClone(),
            ["kind"] = "AdmissionReview",
            ["response"] = response,
        };
    }
}
