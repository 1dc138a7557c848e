namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>One field that another manager owns with a different value; the path in the server's words: <c>.spec.replicas</c>.</summary>
internal sealed record ApplyConflict(ManagerId Manager, FieldPath Field)
{
    public string Path { get; } = TypedValue.Describe(Field.Elements);

    /// <summary>The message of the cause.</summary>
    public string Message => $"conflict with {Manager}";
}

/// <summary>An apply without force met fields of other managers: 409, one cause (FieldManagerConflict) a field.</summary>
internal sealed class ApplyConflictException(IReadOnlyList<ApplyConflict> conflicts) : Exception(Describe(conflicts))
{
    public const string CauseReason = "FieldManagerConflict";

    public IReadOnlyList<ApplyConflict> Conflicts { get; } = conflicts;

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
