using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.Cluster.Storage;
using GitOpsGuard.Playground.ControlPlane;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What lies below an API server, as somebody reaches it who bypasses all of its admission.</summary>
internal static class ClusterDatabase
{
    /// <summary>Replaces a text in a stored ConfigMap. Records of etcd hold lengths, so both texts are of one length.</summary>
    public static Task ReplaceAsync(ICluster cluster, string ns, string name, string before, string after, CancellationToken ct) => cluster switch
    {
        EmbeddedCluster embedded => ReplaceAsync(embedded.Store, new("", "configmaps", ns, name), before, after),
        RealControlPlane real => ReplaceAsync(real.Etcd, $"/registry/configmaps/{ns}/{name}", before, after, ct),
        _ => throw new PlaygroundException($"The database of {cluster.Description} is not reached from here."),
    };

    private static Task ReplaceAsync(ObjectStore store, ObjectKey key, string before, string after)
    {
        while (true)
        {
            var stored = store.Find(key)!;
            var next = JsonNode.Parse(stored.ToJsonString().Replace(before, after, StringComparison.Ordinal))!.AsObject();
            if (store.TryWrite(key, stored, next)) return Task.CompletedTask;
        }
    }

    /// <summary>By the HTTP form of etcd's API.</summary>
    private static async Task ReplaceAsync(Uri etcd, string key, string before, string after, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = etcd };
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        var found = await AskAsync(http, "/v3/kv/range", new() { ["key"] = name }, ct);
        // One character a byte, and back.
        var text = Encoding.Latin1.GetString(Convert.FromBase64String((string)found["kvs"]![0]!["value"]!)).Replace(before, after, StringComparison.Ordinal);
        await AskAsync(http, "/v3/kv/put", new() { ["key"] = name, ["value"] = Convert.ToBase64String(Encoding.Latin1.GetBytes(text)) }, ct);
    }

    private static async Task<JsonNode> AskAsync(HttpClient http, string path, JsonObject question, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(path, question, ct);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(ct))!;
    }
}
