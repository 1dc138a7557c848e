using GitOpsGuard.Kubernetes;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace GitOpsGuard.Operator.Tests;

/// <summary>A kind for tests.</summary>
[KubernetesEntity(Group = "example.com", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed class Widget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>
{
    /// <summary>The kind as addresses know it.</summary>
    public static readonly Resource Resource = new("example.com", "v1", "widgets", "Widget", true);
}

/// <summary>Spec of a <see cref="Widget"/>.</summary>
public sealed record WidgetSpec
{
    public string Size { get; init; } = "";

    public string Source { get; init; } = "";
}

/// <summary>Status of a <see cref="Widget"/>.</summary>
public sealed record WidgetStatus
{
    public string? Seen { get; init; }
}
