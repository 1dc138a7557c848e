using System.Text.Json.Nodes;

namespace GitOpsGuard.Testing.Api;

/// <summary>A request that reached a <see cref="FakeApi"/>.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Query">Query, decoded.</param>
/// <param name="Body">Body, if it is JSON.</param>
/// <param name="Headers">Headers, each with its values joined.</param>
public sealed record FakeRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    JsonNode? Body,
    IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Whether the request opens a watch.</summary>
    public bool IsWatch => Query.ContainsKey("watch");


    internal static async Task<FakeRequest> ReadAsync(HttpRequestMessage message, CancellationToken ct)
    {
        var query = message.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        var body = message.Content is null ? null : JsonNode.Parse(await message.Content.ReadAsStringAsync(ct));
        var headers = message.Headers.Concat(message.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new(message.Method.Method, message.RequestUri.AbsolutePath, query, body, headers);
    }
}
