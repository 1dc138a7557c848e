namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// The hand-over from client-side to server-side apply: kubectl may take, without force, fields whose live values
/// are still those of the last-applied annotation.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Kubectl = "kubectl";

    /// <summary>The conflicts of an apply that the annotation does not allow.</summary>
    public static IReadOnlyList<ApplyConflict> Refused(
        IReadOnlyList<ApplyConflict> conflicts, JsonObject? live, string manager, Schema schema)
    {
        if (conflicts.Count == 0 || manager != Kubectl || Read(live) is not { } configuration) return conflicts;
        var comparison = FieldComparison.Of(configuration, live!, schema);
        var allowed = new TypedValue(configuration, schema).Named().Without(comparison.Changed).Without(comparison.Removed);
        return [.. conflicts.Where(one => !allowed.Contains(one.Field))];
    }

    /// <summary>Keeps an existing annotation in step with what kubectl applied.</summary>
    public static void Refresh(JsonObject? live, JsonObject applied, string manager, JsonObject result)
    {
        if (manager != Kubectl || Read(live) is null || result.Map("metadata", "annotations") is not { } annotations) return;
        var configuration = ManagedEntries.Without(applied);
        configuration.Map("metadata", "annotations")?.Remove(Annotation);
        annotations[Annotation] = GoText.Json(configuration) + "\n";
    }

    private static JsonObject? Read(JsonObject? live) =>
        Trees.TryParse(() => Encoding.UTF8.GetBytes(live.Text("metadata", "annotations", Annotation) ?? "")) as JsonObject;
}
