namespace GitOpsGuard.Playground.Cluster.Discovery;

/// <summary>What is served, as clients discover it: the classic documents and the aggregated one.</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] Stored = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static readonly Dictionary<string, string[]> SubresourceVerbs = new()
    {
        ["status"] = ["get", "patch", "update"],
        ["scale"] = ["get", "patch", "update"],
        ["ephemeralcontainers"] = ["get", "patch", "update"],
        ["resize"] = ["get", "patch", "update"],
        ["approval"] = ["get", "patch", "update"],
        ["finalize"] = ["update"],
        ["log"] = ["get"],
    };

    // The kind of a subresource's object where it is not that of the resource.
    private static readonly Dictionary<string, (string Group, string Version, string Kind)> SubresourceKinds = new()
    {
        ["scale"] = ("autoscaling", "v1", "Scale"),
        ["eviction"] = ("policy", "v1", "Eviction"),
        ["token"] = ("authentication.k8s.io", "v1", "TokenRequest"),
        ["binding"] = ("", "v1", "Binding"),
    };

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
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Named(all).Select(group => Group(group.Key, Versions(group), listed: true))]),
    };

    /// <summary><c>/apis/GROUP</c>, or null when nothing of it is served.</summary>
    public static JsonObject? OneGroup(IReadOnlyList<ResourceType> all, string name) =>
        Named(all).FirstOrDefault(group => group.Key == name) is { } found ? Group(name, Versions(found), listed: false) : null;

    /// <summary><c>/api/v1</c> and <c>/apis/GROUP/VERSION</c>, or null when nothing of it is served.</summary>
    public static JsonObject? Resources(IReadOnlyList<ResourceType> all, string group, string version)
    {
        var types = all.Where(type => type.Row.Group == group && type.Row.Version == version).ToList();
        if (types.Count == 0) return null;
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].ApiVersion,
            ["resources"] = new JsonArray([.. types.OrderBy(type => type.Row.Plural, StringComparer.Ordinal).SelectMany(Classic)]),
        };
    }

    /// <summary>The aggregated document, of the core group or of all named ones.</summary>
    public static JsonObject Aggregated(IReadOnlyList<ResourceType> all, bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. all.Where(type => type.Row.Group.Length == 0 == core).GroupBy(type => type.Row.Group).Select(group => new JsonObject
        {
            ["metadata"] = core ? new JsonObject() : new JsonObject { ["name"] = group.Key },
            ["versions"] = new JsonArray([.. Versions(group).Select(version => new JsonObject
            {
                ["version"] = version,
                ["resources"] = new JsonArray([.. group.Where(type => type.Row.Version == version)
                    .OrderBy(type => type.Row.Plural, StringComparer.Ordinal).Select(Modern)]),
                ["freshness"] = "Current",
            })]),
        })]),
    };

    /// <summary>The versions of a group, the preferred one first.</summary>
    private static List<string> Versions(IEnumerable<ResourceType> group) =>
        [.. group.Select(type => type.Row.Version).Distinct().OrderBy(version => version.Contains("alpha") ? 2 : version.Contains("beta") ? 1 : 0)
            .ThenByDescending(version => version, StringComparer.Ordinal)];

    private static IEnumerable<IGrouping<string, ResourceType>> Named(IReadOnlyList<ResourceType> all) =>
        all.Where(type => type.Row.Group.Length > 0).GroupBy(type => type.Row.Group);

    private static JsonObject Group(string name, List<string> versions, bool listed)
    {
        var group = listed ? [] : new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        group["name"] = name;
        group["versions"] = new JsonArray([.. versions.Select(version => Version(name, version))]);
        group["preferredVersion"] = Version(name, versions[0]);
        return group;
    }

    private static JsonObject Version(string group, string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static IEnumerable<JsonObject> Classic(ResourceType type)
    {
        var row = type.Row;
        var main = new JsonObject
        {
            ["name"] = row.Plural,
            ["singularName"] = row.Singular,
            ["namespaced"] = row.Namespaced,
            ["kind"] = row.Kind,
            ["verbs"] = Trees.ArrayOf(type.IsQuestion ? ["create"] : Stored),
        };
        if (row.ShortNames.Length > 0) main["shortNames"] = Trees.ArrayOf(row.ShortNames);
        if (row.Categories.Length > 0) main["categories"] = Trees.ArrayOf(row.Categories);
        yield return main;
        foreach (var name in row.Subresources)
        {
            var sub = new JsonObject { ["name"] = $"{row.Plural}/{name}", ["singularName"] = "", ["namespaced"] = row.Namespaced };
            var (group, version, kind) = KindOf(type, name);
            if (group != row.Group || version != row.Version)
            {
                if (group.Length > 0) sub["group"] = group;
                sub["version"] = version;
            }

            sub["kind"] = kind;
            sub["verbs"] = Trees.ArrayOf(VerbsOf(name));
            yield return sub;
        }
    }

    private static JsonObject Modern(ResourceType type)
    {
        var row = type.Row;
        var resource = new JsonObject
        {
            ["resource"] = row.Plural,
            ["responseKind"] = Kind(row.Group, row.Version, row.Kind),
            ["scope"] = row.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = row.Singular,
            ["verbs"] = Trees.ArrayOf(type.IsQuestion ? ["create"] : Stored),
        };
        if (row.ShortNames.Length > 0) resource["shortNames"] = Trees.ArrayOf(row.ShortNames);
        if (row.Categories.Length > 0) resource["categories"] = Trees.ArrayOf(row.Categories);
        if (row.Subresources.Length == 0) return resource;
        resource["subresources"] = new JsonArray([.. row.Subresources.Select(name =>
        {
            var (group, version, kind) = KindOf(type, name);
            return new JsonObject { ["subresource"] = name, ["responseKind"] = Kind(group, version, kind), ["verbs"] = Trees.ArrayOf(VerbsOf(name)) };
        })]);
        return resource;
    }

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static (string Group, string Version, string Kind) KindOf(ResourceType type, string subresource) =>
        SubresourceKinds.GetValueOrDefault(subresource, (type.Row.Group, type.Row.Version, type.Row.Kind));

    private static string[] VerbsOf(string subresource) => SubresourceVerbs.GetValueOrDefault(subresource, ["create"]);
}
