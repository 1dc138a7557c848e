using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Drift in words: what differs, and who says so of himself. Pure.</summary>
internal static class DriftText
{
    private const int MostFields = 5;
    private const int LongestValue = 40;

    /// <summary><c>Deployment shop/web: spec.replicas 3 -> 5 (kubectl, 2026-01-02T03:04:05Z)</c>.</summary>
    /// <param name="identity">The object. Values of a Secret are not shown.</param>
    /// <param name="differences">From what Git declares to what is live.</param>
    /// <param name="live">The live object; undefined when it is gone.</param>
    public static string Describe(ObjectIdentity identity, IReadOnlyList<FieldDifference> differences, JsonElement live)
    {
        if (live.ValueKind == JsonValueKind.Undefined) return $"{identity.Display} was deleted";
        var fields = differences.Take(MostFields).Select(d => Field(identity, d));
        var more = differences.Count > MostFields ? $", and {differences.Count - MostFields} more" : "";
        return $"{identity.Display}: {string.Join(", ", fields)}{more}{By(live, differences)}";
    }

    /// <summary>What admission made of our own write.</summary>
    public static string Mutated(Reference reference)
    {
        var (identity, mutations) = (reference.Desired.Identity, reference.Mutations);
        var fields = string.Join(", ", mutations.Take(MostFields).Select(d => Field(identity, d)));
        var more = mutations.Count > MostFields ? $", and {mutations.Count - MostFields} more" : "";
        return $"{identity.Display}: {fields}{more}: a mutating webhook or policy, or the API server itself, stores something else than "
            + $"{reference.Desired.PlaceOf(mutations[0].Path.ToString())} declares; exempt the reconciler from it, or declare in Git what it makes of the object";
    }

    /// <summary>Who else says how many replicas there are.</summary>
    public static string Contested(DesiredObject desired, Autoscaler autoscaler) =>
        $"{desired.Identity.Display}: {Autoscaler.Replicas} is left to HorizontalPodAutoscaler {autoscaler.Name}, which writes it; "
        + $"remove it from {desired.PlaceOf(Autoscaler.Replicas.ToString())}, or remove the autoscaler";

    private static string Field(ObjectIdentity identity, FieldDifference difference) => identity is { Group: "", Kind: "Secret" }
        ? difference.Path.ToString()
        : $"{difference.Path} {Value(difference.Before)} -> {Value(difference.After)}";

    private static string Value(JsonElement? value) => value is not { } v || v.ValueKind == JsonValueKind.Undefined
        ? "(absent)"
        : v.GetRawText() is { Length: > LongestValue } text ? text[..LongestValue] + "..." : v.GetRawText();

    private static string By(JsonElement live, IReadOnlyList<FieldDifference> differences)
    {
        var writer = ManagedFieldsReader.Read(live)
            .Where(e => e.Manager != Names.FieldManager)
            .Where(e => e.Fields.Paths().Any(p => differences.Any(d => TreePath.Reaches(p, d.Path) || TreePath.Reaches(d.Path, p))))
            .MaxBy(e => e.Time, StringComparer.Ordinal);
        return writer is null ? "" : $" (by {writer.Manager}{(writer.Time.Length > 0 ? ", " : "")}{writer.Time})";
    }
}
