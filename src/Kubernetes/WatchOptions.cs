namespace GitOpsGuard.Kubernetes;

/// <summary>What a watch tells of, and from when on.</summary>
public sealed record WatchOptions
{
    /// <summary>Resource version of the last list or event; null begins with an event for each object that exists.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Label selector; all objects when null.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector; all objects when null.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Has the server leave out all but <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>. Default false.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>When the server is asked to end the watch. Default 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Longest silence on a connection that has carried a bookmark, after which it counts as dead. A connection without
    /// bookmarks counts as dead 15 seconds past <see cref="Timeout"/>. Default 150 seconds: servers send a bookmark a minute.
    /// </summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>Makes the text of each object smaller before it is read, where that is possible without reading it.</summary>
    internal Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? TrimText { get; init; }
}
