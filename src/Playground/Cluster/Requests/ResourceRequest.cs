namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>One call on a resource: what, where, by whom, with which options.</summary>
internal sealed record ResourceRequest
{
    public required string Verb { get; init; }

    public required ResourceType Type { get; init; }

    public required UserInfo User { get; init; }

    /// <summary>The namespace of the path; null outside namespaces.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the path; null for calls on a collection.</summary>
    public string? Name { get; init; }

    public string? Subresource { get; init; }

    public WriteOptions Options { get; init; } = new();

    /// <summary>Receives the warnings that the answer carries.</summary>
    public List<string> Warnings { get; } = [];

    public Storage.ObjectKey Key => Type.Key(Namespace, Name ?? "");

    /// <summary>A 404 that names the object of this request.</summary>
    public ApiError NotFound() => ApiError.NotFound(Type.Row.Group, Type.Row.Plural, Name ?? "");
}
