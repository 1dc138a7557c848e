namespace GitOpsGuard.Playground.Cluster.Discovery;

/// <summary>What is served, as clients discover it: the classic documents and the aggregated one.</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] Stored = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] Changed = ["get", "patch", "update"];
    private static readonly string[] Created = ["create"];

    private static readonly Dictionary<string, string[]> SubresourceVerbs = new()
    {
        ["status"] = Changed,
        ["scale"] = Changed,
        ["ephemeralcontainers"] = Changed,
        ["resize"] = Changed,
        ["approval"] = Changed,
        ["finalize"] = ["update"],
        ["log"] = ["get"],
        ["exec"] = ["create", "get"],
        ["attach"] = ["create", "get"],
        ["portforward"] = ["create", "get"],
        ["proxy"] = ["create", "delete", "get", "patch", "update"],
    };

    // The kind of a subresource's object where it is not that of the resource.
    private static readonly Dictionary<string, (string Group, string Version, string Kind)> SubresourceKinds = new()
    {
        ["scale"] = ("autoscaling", "v1", "Scale"),
        ["eviction"] = ("policy", "v1", "Eviction"),
        ["token"] = ("authentication.k8s.io", "v1", "TokenRequest"),
        ["binding"] = ("", "v1", "Binding"),
        ["exec"] = ("", "v1", "PodExecOptions"),
        ["attach"] = ("", "v1", "PodAttachOptions"),
        ["portforward"] = ("", "v1", "PodPortForwardOptions"),
    };

    /// <summary>The verbs that a resource, or one of its subresources, takes.</summary>
    public static string[] VerbsOf(ResourceType type, string? subresource) => subresource is not null
        ? SubresourceVerbs.GetValueOrDefault(subresource, Created)
        : type.IsQuestion ? Created
        : type.Row.Kind switch
        {
            "Namespace" => [.. Stored.Except(["deletecollection"])],
            "ComponentStatus" => ["get", "list"],
            _ => Stored,
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
        ["groups"] = new JsonArray([.. Named(all).Select(group => Group([], group))]),
    };

    /// <summary><c>/apis/GROUP</c>, or null when nothing of it is served.</summary>
    public static JsonObject? OneGroup(IReadOnlyList<ResourceType> all, string name) => Named(all).FirstOrDefault(group => group.Key == name) is { } found
        ? Group(new() { ["kind"] = "APIGroup", ["apiVersion"] = "v1" }, found)
        : null;

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
            ["resources"] = new JsonArray([.. Sorted(types).SelectMany(Classic)]),
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
            ["metadata"] = core ? new() : new JsonObject { ["name"] = group.Key, ["creationTimestamp"] = null },
            ["versions"] = new JsonArray([.. Versions(group).Select(version => new JsonObject
            {
                ["version"] = version,
                ["resources"] = new JsonArray([.. Sorted(group.Where(type => type.Row.Version == version)).Select(Modern)]),
                ["freshness"] = "Current",
            })]),
        })]),
    };

    private static IEnumerable<ResourceType> Sorted(IEnumerable<ResourceType> types) => types.OrderBy(type => type.Row.Plural, StringComparer.Ordinal);

    /// <summary>The versions of a group, the preferred one first.</summary>
    private static List<string> Versions(IEnumerable<ResourceType> group) =>
        [.. group.Select(type => type.Row.Version).Distinct().OrderBy(version => version.Contains("alpha") ? 2 : version.Contains("beta") ? 1 : 0)
            .ThenByDescending(version => version, StringComparer.Ordinal)];

    private static IEnumerable<IGrouping<string, ResourceType>> Named(IReadOnlyList<ResourceType> all) =>
        all.Where(type => type.Row.Group.Length > 0).GroupBy(type => type.Row.Group);

    private static JsonObject Group(JsonObject started, IGrouping<string, ResourceType> types)
    {
        JsonObject Version(string version) => new() { ["groupVersion"] = $"{types.Key}/{version}", ["version"] = version };
        var versions = Versions(types);
        started["name"] = types.Key;
        started["versions"] = new JsonArray([.. versions.Select(Version)]);
        started["preferredVersion"] = Version(versions[0]);
        return started;
    }

    private static IEnumerable<JsonObject> Classic(ResourceType type)
    {
        var row = type.Row;
        yield return Named(row, new JsonObject
        {
            ["name"] = row.Plural,
            ["singularName"] = row.Singular,
            ["namespaced"] = row.Namespaced,
            ["kind"] = row.Kind,
            ["verbs"] = Trees.ArrayOf(VerbsOf(type, null)),
        });
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
            sub["verbs"] = Trees.ArrayOf(VerbsOf(type, name));
            yield return sub;
        }
    }

    private static JsonObject Modern(ResourceType type)
    {
        var row = type.Row;
        var resource = Named(row, new JsonObject
        {
            ["resource"] = row.Plural,
            ["responseKind"] = Kind((row.Group, row.Version, row.Kind)),
            ["scope"] = row.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = row.Singular,
            ["verbs"] = Trees.ArrayOf(VerbsOf(type, null)),
        });
        if (row.Subresources.Length == 0) return resource;
        resource["subresources"] = new JsonArray([.. row.Subresources.Select(name => new JsonObject
        {
            ["subresource"] = name, ["responseKind"] = Kind(KindOf(type, name)), ["verbs"] = Trees.ArrayOf(VerbsOf(type, name)),
        })]);
        return resource;
    }

    private static JsonObject Named(KindRow row, JsonObject resource)
    {
        if (row.ShortNames.Length > 0) resource["shortNames"] = Trees.ArrayOf(row.ShortNames);
        if (row.Categories.Length > 0) resource["categories"] = Trees.ArrayOf(row.Categories);
        return resource;
    }

    private static JsonObject Kind((string Group, string Version, string Kind) kind) =>
        new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };

    private static (string Group, string Version, string Kind) KindOf(ResourceType type, string subresource) => subresource == "proxy"
        ? ("", "v1", $"{type.Row.Kind}ProxyOptions")
        : SubresourceKinds.GetValueOrDefault(subresource, (type.Row.Group, type.Row.Version, type.Row.Kind));
}
