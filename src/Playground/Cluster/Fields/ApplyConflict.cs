namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>One field that another manager owns with a different value.</summary>
internal sealed record ApplyConflict(ManagerId Manager, IReadOnlyList<FieldStep> Steps)
{
    /// <summary>The field as the server writes it: <c>.spec.replicas</c>.</summary>
    public string Path => string.Concat(Steps);

    /// <summary>The message of the cause.</summary>
    public string Message => $"conflict with {Manager}";
}
