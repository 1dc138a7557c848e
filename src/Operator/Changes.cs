using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator;

/// <summary>What an event changed, as conditions for <see cref="MappedWatch.When"/> and <see cref="ControllerOptions.PriorityOf"/>. An
/// object that is new or gone has changed in every respect.</summary>
public static class Changes
{
    /// <summary>The spec, or whatever else the server counts as a new generation.</summary>
    public static bool OfGeneration(InformerEvent e) => Differs(e, o => Metadata(o, "generation"));

    /// <summary>Any label.</summary>
    public static bool OfLabels(InformerEvent e) => Differs(e, o => Metadata(o, "labels"));

    /// <summary>The annotation by which people ask for a reconciliation now.</summary>
    public static bool OfRequest(InformerEvent e) => OfAnnotation(Names.ReconcileAnnotation)(e);

    /// <summary>Deletion was asked for, which finalizers hold up.</summary>
    public static bool OfDeletion(InformerEvent e) => Differs(e, o => Metadata(o, "deletionTimestamp"));

    /// <summary>The status.</summary>
    public static bool OfStatus(InformerEvent e) => Differs(e, o => Member(o, "status"));

    /// <summary>An annotation.</summary>
    public static Func<InformerEvent, bool> OfAnnotation(string name) => e => Differs(e, o => Member(Metadata(o, "annotations"), name));

    /// <summary>Whatever lies at a path of members, such as <c>status</c>, <c>artifact</c>, <c>revision</c>.</summary>
    public static Func<InformerEvent, bool> Of(params string[] path) =>
        e => Differs(e, o => path.Aggregate((JsonElement?)o, (at, name) => at is { } value ? Member(value, name) : null));

    /// <summary>Whether somebody has asked for the object's deletion.</summary>
    internal static bool IsMarkedForDeletion(JsonElement obj) => Metadata(obj, "deletionTimestamp") is { ValueKind: JsonValueKind.String };

    private static bool Differs(InformerEvent e, Func<JsonElement, JsonElement?> part)
    {
        if (e.Type != InformerEventType.Modified || e.Old is not { } old) return true;
        return (part(old), part(e.Object)) switch
        {
            ({ } before, { } after) => !JsonElement.DeepEquals(before, after),
            var (before, after) => before is null != after is null,
        };
    }

    private static JsonElement? Metadata(JsonElement obj, string name) => Member(obj, "metadata") is { } metadata ? Member(metadata, name) : null;

    private static JsonElement? Member(JsonElement? obj, string name) =>
        obj is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value : null;
}
