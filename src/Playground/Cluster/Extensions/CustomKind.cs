namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>What one version of a CustomResourceDefinition says beyond its row.</summary>
internal sealed class CustomKind
{
    private CustomKind(string definition, JsonObject version)
    {
        Definition = definition;
        IsStored = version.Flag("storage");
        RawSchema = version.Map("schema", "openAPIV3Schema") ?? [];
        Schema = Schema.FromOpenApi(RawSchema);
        Rules = new RuleTree(RawSchema);
        Scale = version.Map("subresources", "scale");
        Columns = [.. version.Items("additionalPrinterColumns").OfType<JsonObject>()];
    }

    /// <summary>The name of the definition, <c>plural.group</c>.</summary>
    public string Definition { get; }

    /// <summary>Whether this is the version that objects are stored in.</summary>
    public bool IsStored { get; }

    public JsonObject RawSchema { get; }

    public Schema Schema { get; }

    /// <summary>The CEL rules of the schema.</summary>
    public RuleTree Rules { get; }

    /// <summary>The paths of the scale subresource, or null when the version has none.</summary>
    public JsonObject? Scale { get; }

    public IReadOnlyList<JsonObject> Columns { get; }

    /// <summary>The served versions of a definition.</summary>
    public static IReadOnlyList<ResourceType> TypesOf(JsonObject definition)
    {
        var spec = definition.Map("spec")!;
        return [.. spec.Items("versions").OfType<JsonObject>().Where(version => version.Flag("served")).Select(version =>
        {
            List<string> subresources = [];
            if (version.Has("subresources", "status")) subresources.Add("status");
            if (version.Has("subresources", "scale")) subresources.Add("scale");
            var kind = spec.Text("names", "kind")!;
            var row = new KindRow(
                spec.Text("group")!,
                version.Text("name")!,
                kind,
                spec.Text("names", "plural")!,
                spec.Text("names", "singular") ?? kind.ToLowerInvariant(),
                spec.Text("scope") == "Namespaced",
                [.. spec.Texts("names", "shortNames")],
                [.. spec.Texts("names", "categories")],
                [.. subresources],
                null);
            return new ResourceType(row, new CustomKind(definition.Text("metadata", "name")!, version));
        })];
    }
}
