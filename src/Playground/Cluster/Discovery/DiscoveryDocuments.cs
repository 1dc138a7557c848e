namespace GitOpsGuard.Playground.Cluster.Discovery;

/// <summary>What is served, as clients discover it: the aggregated document, and the classic ones made of the same parts.</summary>
internal static class DiscoveryDocuments
{
    /// <summary>The verbs that a resource, or one of its subresources, takes.</summary>
    public static string[] VerbsOf(ResourceType type, string? subresource) => type.Traits.Paths(
        subresource is not null ? type.Traits[$"verbs {subresource}"].Count > 0 ? $"verbs {subresource}" : "verbs sub"
        : type.IsQuestion ? "verbs sub" : "verbs")!;

    /// <summary><c>/api</c>.</summary>
    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary><c>/apis</c>.</summary>
    public static JsonObject Groups(IReadOnlyList<ResourceType> all) => new()
    {
        ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Named(all).Select(group => Group([], group))]),
    };

    /// <summary><c>/apis/GROUP</c>, or null when nothing of it is served.</summary>
    public static JsonObject? OneGroup(IReadOnlyList<ResourceType> all, string name) =>
        Named(all).FirstOrDefault(group => group.Key == name) is { } found
        ? Group(new() { ["kind"] = "APIGroup", ["apiVersion"] = "v1" }, found)
        : null;

    /// <summary><c>/api/v1</c> and <c>/apis/GROUP/VERSION</c>, or null when nothing of it is served.</summary>
    public static JsonObject? Resources(IReadOnlyList<ResourceType> all, string group, string version)
    {
        var types = all.Where(type => type.Row.Group == group && type.Row.Version == version).ToList();
        return types.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].ApiVersion,
            ["resources"] = new JsonArray([.. Sorted(types).SelectMany(type =>
                type.Row.Subresources.Select(name => Classic(type, name)).Prepend(Classic(type, null)))]),
        };
    }

    /// <summary>The aggregated document, of the core group or of all named ones.</summary>
    public static JsonObject Aggregated(IReadOnlyList<ResourceType> all, bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. all.Where(type => type.Row.Group.Length == 0 == core).GroupBy(type => type.Row.Group)
            .Select(group => new JsonObject
        {
            ["metadata"] = core ? new() : new JsonObject { ["name"] = group.Key },
            ["versions"] = new JsonArray([.. Versions(group).Select(version => new JsonObject
            {
                ["version"] = version,
                ["resources"] = new JsonArray([.. Sorted(group.Where(type => type.Row.Version == version)).Select(Modern)]),
                ["freshness"] = "Current",
            })]),
        })]),
    };

    private static IEnumerable<ResourceType> Sorted(IEnumerable<ResourceType> types) =>
        types.OrderBy(type => type.Row.Plural, StringComparer.Ordinal);

    /// <summary>The versions of a group, the preferred one first.</summary>
    private static IEnumerable<string> Versions(IEnumerable<ResourceType> group) => group.Select(type => type.Row.Version).Distinct()
        .OrderBy(version => version.Contains("alpha") ? 2 : version.Contains("beta") ? 1 : 0)
        .ThenByDescending(version => version, StringComparer.Ordinal);

    private static IEnumerable<IGrouping<string, ResourceType>> Named(IReadOnlyList<ResourceType> all) =>
        all.Where(type => type.Row.Group.Length > 0).GroupBy(type => type.Row.Group);

    private static JsonObject Group(JsonObject started, IGrouping<string, ResourceType> types)
    {
        List<JsonNode> versions = [.. Versions(types)
            .Select(version => new JsonObject { ["groupVersion"] = $"{types.Key}/{version}", ["version"] = version })];
        started["name"] = types.Key;
        started["versions"] = new JsonArray([.. versions]);
        started["preferredVersion"] = versions[0].DeepClone();
        return started;
    }

    private static JsonObject Classic(ResourceType type, string? subresource)
    {
        var row = type.Row;
        var resource = new JsonObject
        {
            ["name"] = subresource is null ? row.Plural : $"{row.Plural}/{subresource}",
            ["singularName"] = subresource is null ? row.Singular : "",
            ["namespaced"] = row.Namespaced,
        };
        var (group, version, kind) = KindOf(type, subresource);
        if ((group, version) != (row.Group, row.Version))
        {
            if (group.Length > 0) resource["group"] = group;
            resource["version"] = version;
        }

        resource["kind"] = kind;
        resource["verbs"] = Trees.ArrayOf(VerbsOf(type, subresource));
        if (subresource is not null) return resource;
        Labelled(row, resource);
        if (!type.IsQuestion) resource["storageVersionHash"] = StorageHash(row);
        return resource;
    }

    private static JsonObject Modern(ResourceType type)
    {
        var resource = Labelled(type.Row, new JsonObject
        {
            ["resource"] = type.Row.Plural,
            ["responseKind"] = Kind(type, null),
            ["scope"] = type.Row.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Row.Singular,
            ["verbs"] = Trees.ArrayOf(VerbsOf(type, null)),
        });
        if (type.Row.Subresources.Length == 0) return resource;
        resource["subresources"] = new JsonArray([.. type.Row.Subresources.Select(name => new JsonObject
        {
            ["subresource"] = name, ["responseKind"] = Kind(type, name), ["verbs"] = Trees.ArrayOf(VerbsOf(type, name)),
        })]);
        return resource;
    }

    private static JsonObject Labelled(KindRow row, JsonObject resource)
    {
        if (row.ShortNames.Length > 0) resource["shortNames"] = Trees.ArrayOf(row.ShortNames);
        if (row.Categories.Length > 0) resource["categories"] = Trees.ArrayOf(row.Categories);
        return resource;
    }

    /// <summary>What clients compare to see whether the version in which objects are stored has changed.</summary>
    private static string StorageHash(KindRow row) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(row switch
        {
            { Kind: "CustomResourceDefinition" } => "apiextensions.k8s.io/v1beta1/CustomResourceDefinition",
            { Kind: "Event" } => "/v1/Event",
            _ => $"{row.Group}/{row.Version}/{row.Kind}",
        })).AsSpan(0, 8));

    private static JsonObject Kind(ResourceType type, string? subresource)
    {
        var (group, version, kind) = KindOf(type, subresource);
        var own = type.Custom is null && (group, version) == (type.Row.Group, type.Row.Version);
        return new() { ["group"] = own ? "" : group, ["version"] = own ? "" : version, ["kind"] = kind };
    }

    /// <summary>The kind of a resource, or of what one of its subresources is sent.</summary>
    public static (string Group, string Version, string Kind) KindOf(ResourceType type, string? subresource) =>
        (type.Traits[$"kind {subresource}"] is [var named, ..] ? named.Split('/') : null) switch
        {
            [var kind] => ("", "v1", kind.Replace("*", type.Row.Kind, StringComparison.Ordinal)),
            [var group, var version, var kind] => (group, version, kind),
            _ => (type.Row.Group, type.Row.Version, type.Row.Kind),
        };
}
