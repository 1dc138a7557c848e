namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>
/// One served kind: how it is named, where it lives, which subresources it has. <see cref="Type"/> is the line of
/// <c>types.txt</c> that gives the fields of a built-in kind; null for custom resources.
/// </summary>
internal sealed record KindRow(
    string Group,
    string Version,
    string Kind,
    string Plural,
    string Singular,
    bool Namespaced,
    string[] ShortNames,
    string[] Categories,
    string[] Subresources,
    string? Type)
{
    /// <summary>The value of <c>apiVersion</c>: <c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
