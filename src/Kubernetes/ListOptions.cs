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
}
