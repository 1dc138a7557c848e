using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>What an informer keeps.</summary>
public sealed record InformerOptions
{
    /// <summary>The kind.</summary>
    public required Resource Resource { get; init; }

    /// <summary>Namespace; all when null.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector; all objects when null.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector; all objects when null.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>
    /// Has the server send <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> alone, which is enough to know that an object
    /// exists, whose it is and how it is labelled; values of a Secret then never reach this process. Default false.
    /// </summary>
    public bool MetadataOnly { get; init; }

    /// <summary>
    /// Makes the form in which an object is stored and handed out; it must keep <c>metadata.name</c>, <c>namespace</c>,
    /// <c>uid</c> and <c>resourceVersion</c>. The whole object when null.
    /// </summary>
    public Func<JsonElement, JsonElement>? Trim { get; init; }

    /// <summary>
    /// Cuts further what stays in the store, where handlers take what they need of each object and nobody asks for it again; it
    /// must keep what <see cref="Trim"/> must. Objects that events say are gone have this form. All of it when null.
    /// </summary>
    public Func<JsonElement, JsonElement>? Keep { get; init; }

    /// <summary>Objects that are asked for at a time in a list. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Shortest and longest time after which the server is asked to end a watch; each watch draws its own. Default 5 to 10 minutes.</summary>
    public (TimeSpan Shortest, TimeSpan Longest) WatchTimeout { get; init; } = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    /// <summary>Source of jitter.</summary>
    public Random Random { get; init; } = new();
}
