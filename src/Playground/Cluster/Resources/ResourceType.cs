namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>A kind in one version that is served; <paramref name="Custom"/> is null for built-in kinds.</summary>
internal sealed record ResourceType(KindRow Row, CustomKind? Custom)
{
    // Kinds of these groups are questions: they are answered, never stored.
    private static readonly string[] QuestionGroups = ["authentication.k8s.io", "authorization.k8s.io"];

    private readonly Lazy<Schema> schema = new(() => Custom?.Schema ?? Schema.For(Row), LazyThreadSafetyMode.ExecutionAndPublication);

    public Schema Schema => schema.Value;

    /// <summary>What the server does with the objects beyond what their schema says.</summary>
    public ResourceTraits Traits { get; } = Custom is null ? ResourceTraits.Of(Row.Group, Row.Plural) : ResourceTraits.Custom;

    public string ApiVersion => Row.ApiVersion;

    // Events are one collection under two groups.
    public Collection Collection => new(Row.Group == "events.k8s.io" ? "" : Row.Group, Row.Plural);

    public bool HasStatus => Row.Subresources.Contains("status");

    public bool HasGeneration => Custom is not null || Traits.Paths("generation") is not null;

    /// <summary>Whether objects of this kind are only answered and never stored, like reviews.</summary>
    public bool IsQuestion => QuestionGroups.Contains(Row.Group) || Row is { Group: "", Plural: "bindings" };

    public ObjectKey Key(string? inNamespace, string name) =>
        new(Collection.Group, Row.Plural, Row.Namespaced ? inNamespace ?? "" : "", name);

    /// <summary>The object as this version shows it; the stored tree itself when it already does.</summary>
    public JsonObject Show(JsonObject stored)
    {
        if (stored.Text("apiVersion") == ApiVersion && stored.Text("kind") == Row.Kind) return stored;
        var shown = stored.Copy();
        if (Row.Kind == "Event") Conversions.Event(shown, toNew: Row.Group.Length > 0);
        if (Row.Kind == "HorizontalPodAutoscaler") Conversions.Autoscaler(shown, toNew: Row.Version == "v2");
        shown["apiVersion"] = ApiVersion;
        shown["kind"] = Row.Kind;
        return shown;
    }
}
