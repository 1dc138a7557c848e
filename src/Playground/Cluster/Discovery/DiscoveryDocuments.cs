namespace GitOpsGuard.Playground.Cluster.Discovery;

/// <summary>What is served, as clients discover it: the aggregated document, and the classic ones made of the same parts.</summary>
internal static class DiscoveryDocuments
{
    /// <summary>The verbs that a resource, or one of its subresources, takes.</summary>
    public static string[] VerbsOf(ResourceType type, string? subresource) => type.Traits.Paths(
        subresource is not null ? type.Traits[$"verbs {subresource}"].Count > 0 ? $"verbs {subresource}" : "verbs sub"
        : type.IsQuestion ? "verbs sub" : "verbs")!;

    /// <summary><c>/api</c>.</summary>
    public static JsonObject CoreVersions(string address) => Template.Answers.Fill("APIVersions", ("address", address));

    /// <summary><c>/apis</c>.</summary>
    public static JsonObject Groups(IReadOnlyList<ResourceType> all) => Template.Answers.Fill(
        "APIGroupList", ("groups", new JsonArray([.. Named(all).Select(group => Group(group, null, null))])));

    /// <summary><c>/apis/GROUP</c>, or null when nothing of it is served.</summary>
    public static JsonObject? OneGroup(IReadOnlyList<ResourceType> all, string name) =>
        Named(all).FirstOrDefault(group => group.Key == name) is { } found ? Group(found, "APIGroup", "v1") : null;

    /// <summary><c>/api/v1</c> and <c>/apis/GROUP/VERSION</c>, or null when nothing of it is served.</summary>
    public static JsonObject? Resources(IReadOnlyList<ResourceType> all, string group, string version)
    {
        var types = all.Where(type => type.Row.Group == group && type.Row.Version == version).ToList();
        var resources = Sorted(types).SelectMany(type => type.Row.Subresources.Prepend(null).Select(name => Classic(type, name)));
        return types.Count == 0 ? null : Template.Answers.Fill(
            "APIResourceList", ("groupVersion", types[0].ApiVersion), ("resources", new JsonArray([.. resources])));
    }

    /// <summary>The aggregated document, of the core group or of all named ones.</summary>
    public static JsonObject Aggregated(IReadOnlyList<ResourceType> all, bool core)
    {
        var groups = all.Where(type => type.Row.Group.Length == 0 == core).GroupBy(type => type.Row.Group).Select(group =>
            Template.Answers.Fill("Discovered group", ("name", core ? null : group.Key), ("versions", new JsonArray([.. Versions(group).Select(
                version => Template.Answers.Fill("Discovered version", ("version", version), ("resources", new JsonArray(
                    [.. Sorted(group.Where(type => type.Row.Version == version)).Select(Modern)]))))]))));
        return Template.Answers.Fill("APIGroupDiscoveryList", ("items", new JsonArray([.. groups])));
    }

    private static IEnumerable<ResourceType> Sorted(IEnumerable<ResourceType> types) =>
        types.OrderBy(type => type.Row.Plural, StringComparer.Ordinal);

    /// <summary>The versions of a group, the preferred one first.</summary>
    private static IEnumerable<string> Versions(IEnumerable<ResourceType> group) => Newest(group.Select(type => type.Row.Version).Distinct());

    /// <summary>Versions in the order in which they are preferred.</summary>
    public static IEnumerable<string> Newest(IEnumerable<string> versions) => versions
        .OrderBy(version => version.Contains("alpha") ? 2 : version.Contains("beta") ? 1 : 0)
        .ThenByDescending(version => version, StringComparer.Ordinal);

    private static IEnumerable<IGrouping<string, ResourceType>> Named(IReadOnlyList<ResourceType> all) =>
        all.Where(type => type.Row.Group.Length > 0).GroupBy(type => type.Row.Group);

    /// <summary>A group; those in the list of all do not say what they are.</summary>
    private static JsonObject Group(IGrouping<string, ResourceType> types, string? kind, string? apiVersion)
    {
        JsonArray versions = [.. Versions(types)
            .Select(version => Template.Answers.Fill("Group version", ("groupVersion", $"{types.Key}/{version}"), ("version", version)))];
        return Template.Answers.Fill(
            "APIGroup",
            ("kind", kind), ("apiVersion", apiVersion), ("name", types.Key), ("versions", versions), ("preferred", versions[0]));
    }

    private static JsonObject Classic(ResourceType type, string? subresource)
    {
        var (row, isWhole, (group, version, kind)) = (type.Row, subresource is null, KindOf(type, subresource));
        var isOwn = (group, version) == (row.Group, row.Version);
        return Template.Answers.Fill(
            "APIResource",
            ("name", isWhole ? row.Plural : $"{row.Plural}/{subresource}"), ("singular", isWhole ? row.Singular : ""),
            ("namespaced", row.Namespaced), ("group", isOwn || group.Length == 0 ? null : group), ("version", isOwn ? null : version),
            ("kind", kind), ("verbs", Trees.ArrayOf(VerbsOf(type, subresource))),
            ("shortNames", isWhole ? Trees.SomeOf(row.ShortNames) : null), ("categories", isWhole ? Trees.SomeOf(row.Categories) : null),
            ("hash", isWhole && !type.IsQuestion ? StorageHash(type) : null));
    }

    private static JsonObject Modern(ResourceType type)
    {
        var (row, verbs) = (type.Row, Trees.ArrayOf(VerbsOf(type, null)));
        JsonArray subresources = [.. row.Subresources.Select(name => Template.Answers.Fill(
            "Discovered subresource", ("name", name), ("kind", Kind(type, name)), ("verbs", Trees.ArrayOf(VerbsOf(type, name)))))];
        return Template.Answers.Fill(
            "Discovered resource",
            ("plural", row.Plural), ("kind", Kind(type, null)), ("scope", row.Namespaced ? "Namespaced" : "Cluster"),
            ("singular", row.Singular), ("verbs", verbs), ("shortNames", Trees.SomeOf(row.ShortNames)), ("categories", Trees.SomeOf(row.Categories)),
            ("subresources", subresources.Count > 0 ? subresources : null));
    }

    /// <summary>What clients compare to see whether the version in which objects are stored has changed.</summary>
    private static string StorageHash(ResourceType type)
    {
        var stored = type.Traits["stored"] is [var other] ? other : $"{type.Row.Group}/{type.Row.Version}/{type.Row.Kind}";
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(stored)).AsSpan(0, 8));
    }

    private static JsonObject Kind(ResourceType type, string? subresource)
    {
        var (group, version, kind) = KindOf(type, subresource);
        var own = type.Custom is null && (group, version) == (type.Row.Group, type.Row.Version);
        return Template.Answers.Fill("Discovered kind", ("group", own ? "" : group), ("version", own ? "" : version), ("kind", kind));
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
