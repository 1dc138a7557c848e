namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Fields that nobody comes to own.</summary>
internal static class IgnoredFields
{
    /// <summary>Fields that the server alone writes.</summary>
    public static FieldSet Stripped { get; } = FieldSet.Of(
    [
        Path("apiVersion"), Path("kind"), Path("metadata"),
        .. new[]
        {
            "clusterName", "creationTimestamp", "generation", "managedFields", "name", "namespace", "resourceVersion",
            "selfLink", "uid",
        }.Select(name => Path("metadata", name)),
    ]);

    private static readonly FieldSet Status = FieldSet.Of([Path("status")]);
    private static readonly FieldSet Spec = FieldSet.Of([Path("spec")]);
    private static readonly FieldSet Labels = FieldSet.Of([Path("metadata", "labels")]);
    private static readonly FieldSet Metadata = FieldSet.Of([Path("metadata")]);

    /// <summary>Fields that a write through this endpoint resets to what they were.</summary>
    public static FieldSet Of(Schema schema, string? subresource, IEnumerable<string> keys) => subresource switch
    {
        null or "" when schema.HasStatus => Status,
        "status" when schema.IsCustom => FieldSet.Of(keys.Except(["status"]).Select(key => Path(key))),
        "status" when schema.TypeName == "apps.v1.Deployment" => Spec.Union(Labels),
        "status" when schema.TypeName == "admissionregistration.v1.ValidatingAdmissionPolicy" => Spec.Union(Metadata),
        "status" => Spec,
        _ => FieldSet.Empty,
    };

    private static FieldStep[] Path(params string[] names) => [.. names.Select(FieldStep.Field)];
}
