using System.Text.Json;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>What a scale request changes. The API server leaves zero replicas out of a Scale.</summary>
internal static class ScaleChange
{
    /// <summary>The field that a scale request is about.</summary>
    internal static readonly FieldPath Replicas = FieldPath.Of("spec", "replicas");

    private static readonly JsonElement Zero = JsonElement.Parse("0");

    /// <summary>The change of replicas; null when they stay as they are.</summary>
    internal static FieldDifference? Of(AdmissionRequest request)
    {
        var (before, after) = (ReplicasOf(request.OldObject), ReplicasOf(request.Object));
        return before.GetRawText() == after.GetRawText() ? null : new(Replicas, before, after);
    }

    private static JsonElement ReplicasOf(JsonElement scale) =>
        Json.At(scale, "spec", "replicas") is { ValueKind: JsonValueKind.Number } number ? number : Zero;
}
