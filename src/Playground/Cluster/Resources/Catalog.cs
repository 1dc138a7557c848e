namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Every kind that is served now: the built-in table, and the custom kinds whose definitions are established.</summary>
internal sealed class Catalog
{
    private static readonly IReadOnlyList<ResourceType> BuiltIn = [.. BuiltInKinds.All.Select(row => new ResourceType(row, null))];

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, IReadOnlyList<ResourceType>> custom = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<ResourceType> all = BuiltIn;

    public IReadOnlyList<ResourceType> All => all;

    public ResourceType? Find(string group, string version, string plural) =>
        all.FirstOrDefault(type => type.Row.Plural == plural && type.Row.Group == group && type.Row.Version == version);

    /// <summary>The kind that an <c>apiVersion</c> and <c>kind</c> pair names, or null.</summary>
    public ResourceType? FindKind(string? apiVersion, string? kind) =>
        all.FirstOrDefault(type => type.Row.Kind == kind && type.ApiVersion == apiVersion);

    /// <summary>The version in which a collection is stored; null when it is not served.</summary>
    public ResourceType? FindStored(Collection collection) =>
        all.Where(type => type.Collection == collection).OrderByDescending(type => type.Custom?.IsStored ?? true).FirstOrDefault();

    /// <summary>Serves the versions of a definition from now on, instead of those that it had; without versions none of them.</summary>
    public void Serve(string definition, IReadOnlyList<ResourceType> versions)
    {
        lock (gate)
        {
            custom[definition] = versions;
            all = [.. BuiltIn, .. custom.SelectMany(entry => entry.Value)];
        }
    }
}
