namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>A kind in one version that is served; <paramref name="Custom"/> is null for built-in kinds.</summary>
internal sealed record ResourceType(KindRow Row, CustomKind? Custom)
{
    // Kinds of these groups are questions: they are answered, never stored.
    private static readonly string[] QuestionGroups = ["authentication.k8s.io", "authorization.k8s.io"];

    // Built-in kinds whose metadata carries no generation.
    private static readonly HashSet<string> WithoutGeneration =
    [
        "configmaps", "secrets", "serviceaccounts", "services", "namespaces", "nodes", "persistentvolumes",
        "persistentvolumeclaims", "endpoints", "events", "leases", "roles", "rolebindings", "clusterroles",
        "clusterrolebindings", "horizontalpodautoscalers", "storageclasses", "limitranges", "resourcequotas",
        "podtemplates", "controllerrevisions", "certificatesigningrequests", "csidrivers", "csinodes",
    ];

    private readonly Lazy<Schema> schema = new(() => Custom?.Schema ?? Schema.For(Row), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The schema of this version.</summary>
    public Schema Schema => schema.Value;

    public string ApiVersion => Row.Group.Length > 0 ? $"{Row.Group}/{Row.Version}" : Row.Version;

    public Collection Collection => new(StoredGroup, Row.Plural);

    public bool HasStatus => Row.Subresources.Contains("status");

    public bool HasGeneration => Custom is not null || !WithoutGeneration.Contains(Row.Plural);

    /// <summary>Whether objects of this kind are only answered and never stored, like reviews.</summary>
    public bool IsQuestion => QuestionGroups.Contains(Row.Group) || Row is { Group: "", Plural: "bindings" };

    public ObjectKey Key(string? inNamespace, string name) => new(StoredGroup, Row.Plural, Row.Namespaced ? inNamespace ?? "" : "", name);

    // Events are one collection under two groups.
    private string StoredGroup => Row.Group == EventForms.Group ? "" : Row.Group;

    /// <summary>The object as this version shows it; the stored tree itself when it already does.</summary>
    public JsonObject Show(JsonObject stored)
    {
        if (stored.Text("apiVersion") == ApiVersion && stored.Text("kind") == Row.Kind) return stored;
        var shown = stored.Copy();
        if (Row.Kind == "Event") EventForms.Convert(shown, toNew: Row.Group == EventForms.Group);
        shown["apiVersion"] = ApiVersion;
        shown["kind"] = Row.Kind;
        return shown;
    }
}
