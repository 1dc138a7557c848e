namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>One field's entry in <see cref="ModelTraitTable"/>.</summary>
internal sealed record FieldTrait(
    bool Required,
    bool Always,
    bool? Atomic,
    string? Default,
    string[] Values,
    ListKind ListKind,
    string[] Keys,
    string[] Strategies,
    string? MergeKey);
