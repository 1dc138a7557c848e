namespace GitOpsGuard.Kubernetes;

/// <summary>Which objects a list holds.</summary>
public sealed record ListOptions
{
    /// <summary>Label selector, such as <c>app=web</c>; all objects when null.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>metadata.name=web</c>; all objects when null.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects a page. Default 500.</summary>
    public int Limit { get; init; } = 500;

    /// <summary>Has the server leave out all but <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>. Default false.</summary>
    public bool MetadataOnly { get; init; }
}
