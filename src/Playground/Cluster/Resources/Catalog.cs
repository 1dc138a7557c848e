namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Every kind that is served now: the built-in table, and the custom kinds whose definitions are established.</summary>
internal sealed class Catalog
{
    private static readonly IReadOnlyList<ResourceType> BuiltIn = [.. BuiltInKinds.All.Select(row => new ResourceType(row, null))];

    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyList<ResourceType>> custom = [];
    private volatile IReadOnlyList<ResourceType> all = BuiltIn;

    public IReadOnlyList<ResourceType> All => all;

    public ResourceType? Find(string group, string version, string plural) =>
        all.FirstOrDefault(type => type.Row.Plural == plural && type.Row.Group == group && type.Row.Version == version);

    /// <summary>The kind that an <c>apiVersion</c> and <c>kind</c> pair names, or null.</summary>
    public ResourceType? FindKind(string? apiVersion, string? kind) =>
        all.FirstOrDefault(type => type.Row.Kind == kind && type.ApiVersion == apiVersion);

    /// <summary>Any version in which a collection is served; the storage version for custom kinds.</summary>
    public ResourceType? FindStored(Storage.Collection collection)
    {
        var versions = all.Where(type => type.Collection == collection).ToList();
        return versions.FirstOrDefault(type => type.Custom?.IsStored ?? true) ?? versions.FirstOrDefault();
    }

    /// <summary>Serves the versions of a definition from now on.</summary>
    public void Serve(JsonObject definition)
    {
        lock (gate)
        {
            custom[definition.Text("metadata", "name")!] = CustomKind.TypesOf(definition);
            Rebuild();
        }
    }

    /// <summary>Serves the kinds of a definition no longer.</summary>
    public void Withdraw(string definitionName)
    {
        lock (gate)
        {
            custom.Remove(definitionName);
            Rebuild();
        }
    }

    private void Rebuild() => all = [.. BuiltIn, .. custom.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value)];
}
