namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>What one version of a CustomResourceDefinition says beyond its row.</summary>
/// <param name="IsStored">Whether this is the version that objects are stored in.</param>
/// <param name="Schema">The schema of the version.</param>
/// <param name="Scale">The paths of the scale subresource, or null when the version has none.</param>
/// <param name="Columns">The printer columns.</param>
/// <param name="SelectableFields">The fields that selectors may name, besides name and namespace.</param>
/// <param name="Warning">What whoever asks for this version is told, where it is deprecated.</param>
internal sealed record CustomKind(
    bool IsStored, Schema Schema, JsonObject? Scale, IReadOnlyList<JsonObject> Columns, string[] SelectableFields, string? Warning)
{
    private static readonly string[] Subresources = ["status", "scale"];

    /// <summary>The served versions of a definition.</summary>
    public static IReadOnlyList<ResourceType> TypesOf(JsonObject definition) =>
        [.. definition.Items("spec", "versions").OfType<JsonObject>().Where(version => version.Flag("served"))
            .Select(version => new ResourceType(Row(definition.Map("spec")!, version), Of(definition.Map("spec")!, version)))];

    private static CustomKind Of(JsonObject spec, JsonObject version)
    {
        var schema = version.Map("schema", "openAPIV3Schema") ?? [];
        return new(version.Flag("storage"), OpenApiSchemas.Root(schema) with { HasStatus = version.Has("subresources", "status") }, version.Map("subresources", "scale"),
            [.. version.Items("additionalPrinterColumns").OfType<JsonObject>()],
            [.. version.Items("selectableFields").Select(field => field.Text("jsonPath")?.TrimStart('.') ?? "")],
            version.Flag("deprecated") ? version.Text("deprecationWarning") ?? Deprecation(spec, version.Text("name")!) : null);
    }

    private static string Deprecation(JsonObject spec, string name)
    {
        string Named(string? version) => $"{spec.Text("group")}/{version} {spec.Text("names", "kind")}";
        var others = spec.Items("versions").Where(other => other.Flag("served") && !other.Flag("deprecated")).Select(other => other.Text("name")!);
        var newest = DiscoveryDocuments.Newest(others.Append(name)).First();
        return $"{Named(name)} is deprecated{(newest == name ? "" : $"; use {Named(newest)}")}";
    }

    private static KindRow Row(JsonObject spec, JsonObject version)
    {
        var kind = spec.Text("names", "kind")!;
        var subresources = Subresources.Where(name => version.Has("subresources", name));
        return new(spec.Text("group")!, version.Text("name")!, kind, spec.Text("names", "plural")!,
            spec.Text("names", "singular") ?? kind.ToLowerInvariant(), spec.Text("scope") == "Namespaced",
            [.. spec.Texts("names", "shortNames")], [.. spec.Texts("names", "categories")], [.. subresources], null);
    }
}
