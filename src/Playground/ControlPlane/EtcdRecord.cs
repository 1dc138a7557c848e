using System.Net.Http.Json;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>A record of an etcd, reached through the HTTP form of its API.</summary>
internal static class EtcdRecord
{
    /// <summary>Replaces a text in a record. Records are binary and hold lengths, so both texts are of one length.</summary>
    public static async Task ReplaceAsync(Uri etcd, string key, string before, string after, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = etcd };
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        var found = await AskAsync(http, "/v3/kv/range", new() { ["key"] = name }, ct);
        var record = found.Items("kvs").FirstOrDefault().Text("value") ?? throw new PlaygroundException($"etcd holds no {key}.");
        // One character a byte, and back.
        var text = Encoding.Latin1.GetString(Convert.FromBase64String(record)).Replace(before, after, StringComparison.Ordinal);
        await AskAsync(http, "/v3/kv/put", new() { ["key"] = name, ["value"] = Convert.ToBase64String(Encoding.Latin1.GetBytes(text)) }, ct);
    }

    private static async Task<JsonNode?> AskAsync(HttpClient http, string path, JsonObject question, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(path, question, ct);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(ct);
    }
}
