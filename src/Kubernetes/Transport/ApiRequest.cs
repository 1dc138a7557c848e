using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>One request, so described that it can be sent again.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, from the server's address.</param>
/// <param name="Verb">What it does, in the API server's words: <c>get</c>, <c>list</c>, <c>watch</c>, <c>apply</c> and so on.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Verb)
{
    /// <summary>The kind that it is about; null of a path that belongs to none.</summary>
    public Resource? Resource { get; init; }

    /// <summary>The part of the object that it is about; the object itself when null.</summary>
    public string? Subresource { get; init; }

    public JsonNode? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    public Repeat Repeat { get; init; }

    /// <summary>Whether it changes something.</summary>
    public bool Writes => Method != HttpMethod.Get;
}
