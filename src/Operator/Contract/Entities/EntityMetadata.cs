namespace KubeOps.Abstractions.Entities;

/// <summary>How a kind is called.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Version">Version within the group.</param>
/// <param name="Group">API group; the core group when null.</param>
/// <param name="Plural">Name in addresses; the kind and an <c>s</c> when null.</param>
public sealed record EntityMetadata(string Kind, string Version, string? Group = null, string? Plural = null)
{
    /// <summary>Kind of a list.</summary>
    public string ListKind => Kind + "List";

    /// <summary>The kind in lower case.</summary>
    public string SingularName => Kind.ToLowerInvariant();

    /// <summary>Name in addresses, in lower case.</summary>
    public string PluralName => (Plural ?? Kind + "s").ToLowerInvariant();

    /// <summary>Group and version as they stand in an object.</summary>
    public string GroupWithVersion => string.IsNullOrEmpty(Group) ? Version : $"{Group}/{Version}";
}
