using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;
using KubeOps.Abstractions.Builder;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Which events of an entity are worth a reconciliation, and how urgent it is.</summary>
internal static class ChangePredicate
{
    /// <returns>Null where the event is none of the controller's business, such as the controller's own status write.</returns>
    public static QueuePriority? PriorityOf(InformerEvent e, ReconcileStrategy strategy)
    {
        if (e.Old is not { } old || e.Type != InformerEventType.Modified) return QueuePriority.Normal;
        if (IsMarkedForDeletion(e.Object) && !IsMarkedForDeletion(old)) return QueuePriority.High;
        if (Generation(e.Object) != Generation(old)) return QueuePriority.High;
        if (Request(e.Object) != Request(old)) return QueuePriority.High;
        return strategy == ReconcileStrategy.ByResourceVersion ? QueuePriority.Normal : null;
    }

    /// <summary>Whether somebody has asked for the object's deletion, which finalizers hold up.</summary>
    public static bool IsMarkedForDeletion(JsonElement obj) =>
        Metadata(obj, "deletionTimestamp").ValueKind == JsonValueKind.String;

    private static long? Generation(JsonElement obj) =>
        Metadata(obj, "generation") is { ValueKind: JsonValueKind.Number } g && g.TryGetInt64(out var n) ? n : null;

    private static string? Request(JsonElement obj) =>
        Metadata(obj, "annotations") is { ValueKind: JsonValueKind.Object } annotations
        && annotations.TryGetProperty(Names.ReconcileAnnotation, out var value)
            ? value.GetString()
            : null;

    private static JsonElement Metadata(JsonElement obj, string name) =>
        obj.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty(name, out var value) ? value : default;
}
