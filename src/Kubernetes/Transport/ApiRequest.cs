using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>One request, so described that it can be sent again.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, from the server's address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public JsonNode? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>Whether the request may be made again after a 429 or 503.</summary>
    public bool Repeatable { get; init; }
}
