using System.Text.Json;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Operator;

/// <summary>A watch of another kind whose changes concern entities of a controller.</summary>
public sealed record MappedWatch
{
    /// <summary>The other kind.</summary>
    public required Resource Resource { get; init; }

    /// <summary>Which entities an object concerns, given the object and all entities that are known.</summary>
    public required Func<JsonElement, IReadOnlyCollection<JsonElement>, IEnumerable<ObjectKey>> Map { get; init; }

    /// <summary>Which events count; all when null.</summary>
    public Func<InformerEvent, bool>? When { get; init; }

    /// <summary>Label selector; all objects when null.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Form in which objects are kept and handed to <see cref="Map"/>. Default their metadata only.</summary>
    public Func<JsonElement, JsonElement> Trim { get; init; } = ObjectTrim.MetadataOnly;

    /// <summary>How urgent the entities' turn is. Default <see cref="QueuePriority.Normal"/>.</summary>
    public QueuePriority Priority { get; init; } = QueuePriority.Normal;
}
