using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>A HorizontalPodAutoscaler, as far as it concerns what it scales.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">What it scales.</param>
/// <param name="Least">Fewest replicas.</param>
/// <param name="Most">Most replicas.</param>
internal sealed record Autoscaler(string Name, ObjectIdentity Target, long Least, long Most)
{
    /// <summary>The field that it writes.</summary>
    public static readonly FieldPath Replicas = FieldPath.Of("spec", "replicas");

    public static Autoscaler Of(JsonElement obj)
    {
        var (identity, spec) = (ObjectIdentity.Of(obj), Json.Member(obj, "spec"));
        var target = Json.Member(spec, "scaleTargetRef");
        return new(
            identity.Name,
            new(ObjectIdentity.GroupOf(Json.Text(target, "apiVersion")), Json.Text(target, "kind"), identity.Namespace, Json.Text(target, "name")),
            Number(Json.Member(spec, "minReplicas"), 1),
            Number(Json.Member(spec, "maxReplicas"), 0));
    }

    /// <summary>
    /// Whether the autoscaler contests what Git declares: both say how many replicas there shall be. Who wrote a number that
    /// no autoscaler of this range writes is somebody else, and nobody does who does not own the field.
    /// </summary>
    public bool Contests(DesiredObject desired, JsonElement live) =>
        TreePath.Find(desired.Object, Replicas) is not null
        && Number(Json.At(live, "spec", "replicas"), -1) is var replicas && replicas >= Least && replicas <= Most
        && ManagedFieldsReader.Read(live).Any(entry => entry.Manager != Names.FieldManager && entry.Fields.Contains(Replicas));

    private static long Number(JsonElement value, long otherwise) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : otherwise;
}
