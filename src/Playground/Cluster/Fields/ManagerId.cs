namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// What makes an entry of managedFields one entry. An applier has one entry whatever version it writes, so its
/// <see cref="ApiVersion"/> is empty here.
/// </summary>
internal sealed record ManagerId(string Manager, bool Applies, string ApiVersion, string Subresource)
{
    public static ManagerId Of(string manager, bool applies, string apiVersion, string? subresource) =>
        new(manager, applies, applies ? "" : apiVersion, subresource ?? "");

    /// <summary>The name in a conflict: <c>"kubectl-edit" using apps/v1</c>.</summary>
    public override string ToString()
    {
        if (Applies) return $"\"{Manager}\"";
        var subresource = Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "";
        return $"\"{Manager}\"{subresource} using {ApiVersion}";
    }
}
