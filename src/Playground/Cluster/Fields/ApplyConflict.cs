namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>One field that another manager owns with a different value; the path in the server's words: <c>.spec.replicas</c>.</summary>
internal sealed record ApplyConflict(ManagerId Manager, FieldPath Field)
{
    private string Path { get; } = TypedValue.Describe(Field.Elements);

    private string Message => $"conflict with {Manager}";

    /// <summary>The 409 of an apply without force that met fields of other managers, with one cause a field.</summary>
    public static ApiError Refusal(IReadOnlyList<ApplyConflict> conflicts) => new(409, "Conflict", Describe(conflicts), new JsonObject
    {
        ["causes"] = new JsonArray([.. conflicts.Select(one => ApiError.Cause("FieldManagerConflict", one.Message, one.Path))]),
    });

    private static string Describe(IReadOnlyList<ApplyConflict> conflicts)
    {
        if (conflicts is [var only]) return $"Apply failed with 1 conflict: {only.Message}: {only.Path}";
        var byManager = conflicts
            .GroupBy(conflict => conflict.Manager.ToString())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(conflict => $"- {conflict.Path}"))}");
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', byManager)}";
    }
}
