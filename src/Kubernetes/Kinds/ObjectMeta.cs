using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>The part of <c>metadata</c> that the product reads of its own kinds.</summary>
public sealed record ObjectMeta
{
    public string Name { get; set; } = "";

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public long Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public IReadOnlyList<string>? Finalizers { get; init; }

    public IReadOnlyList<JsonElement>? OwnerReferences { get; init; }
}
