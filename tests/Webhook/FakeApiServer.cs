using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>Just enough of an API server: lists of what it was given, watches that stay silent, and a memory of all writes.</summary>
internal sealed class FakeApiServer : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new();
    private int _version = 1;

    /// <summary>Bodies of all writes, by path.</summary>
    internal ConcurrentQueue<(string Path, string Body)> Writes { get; } = new();

    /// <summary>Whether lists are answered; false lets them wait.</summary>
    internal TaskCompletionSource Answering { get; } = new();

    internal void Add(string path, string json)
    {
        var obj = JsonNode.Parse(json.Replace('\'', '"'))!.AsObject();
        obj["metadata"]!["resourceVersion"] = Interlocked.Increment(ref _version).ToString();
        _objects[path] = obj;
    }

    internal JsonObject? Get(string path) => _objects.GetValueOrDefault(path);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method != HttpMethod.Get) return await WriteAsync(request, path, cancellationToken);
        if (request.RequestUri.Query.Contains("watch=", StringComparison.Ordinal)) return Silent(cancellationToken);
        if (_objects.TryGetValue(path, out var found)) return Answer(HttpStatusCode.OK, found);
        if (path.EndsWith("-tls", StringComparison.Ordinal) || path.EndsWith(Core.Names.UninstallMark, StringComparison.Ordinal)) return Answer(HttpStatusCode.NotFound, Status("NotFound"));
        await Answering.Task.WaitAsync(cancellationToken);
        var items = _objects.Where(pair => pair.Key.StartsWith(path + "/", StringComparison.Ordinal) || Matches(pair.Key, path)).Select(pair => pair.Value.DeepClone());
        return Answer(HttpStatusCode.OK, new()
        {
            ["kind"] = "List",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
            ["items"] = new JsonArray([.. items]),
        });
    }

    private async Task<HttpResponseMessage> WriteAsync(HttpRequestMessage request, string path, CancellationToken ct)
    {
        var body = await request.Content!.ReadAsStringAsync(ct);
        Writes.Enqueue((path, body));
        var obj = JsonNode.Parse(body)!.AsObject();
        if (request.Method == HttpMethod.Post) path += "/" + (string?)obj["metadata"]?["name"];
        if (request.Method == HttpMethod.Post && _objects.ContainsKey(path)) return Answer(HttpStatusCode.Conflict, Status("AlreadyExists"));
        if (request.Method == HttpMethod.Patch && _objects.TryGetValue(path, out var old))
        {
            var merged = old.DeepClone().AsObject();
            foreach (var (name, value) in obj.Where(member => member.Key != "metadata")) merged[name] = value?.DeepClone();
            obj = merged;
        }

        Add(path, obj.ToJsonString());
        return Answer(HttpStatusCode.OK, _objects[path]);
    }

    /// <summary>Whether an object in any namespace belongs to a list over all of them.</summary>
    private static bool Matches(string path, string list)
    {
        var at = path.IndexOf("/namespaces/", StringComparison.Ordinal);
        var plural = list[(list.LastIndexOf('/') + 1)..];
        return at > 0 && plural != "namespaces" && list == path[..at] + "/" + plural && path.Contains($"/{plural}/", StringComparison.Ordinal);
    }

    private static HttpResponseMessage Silent(CancellationToken ct) =>
        new(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream(ct)) { Headers = { ContentType = new("application/json") } } };

    private static HttpResponseMessage Answer(HttpStatusCode code, JsonObject body) =>
        new(code) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    private static JsonObject Status(string reason) => new() { ["kind"] = "Status", ["reason"] = reason, ["message"] = reason };
}
