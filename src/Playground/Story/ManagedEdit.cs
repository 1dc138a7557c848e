namespace GitOpsGuard.Playground.Story;

/// <summary>A change of a managed object that a person might try: the command for it, and how to see whether it was made.</summary>
/// <param name="Target">Kind and name as kubectl takes them, such as <c>deployment/web</c>.</param>
/// <param name="Namespace">Empty for cluster-scoped objects.</param>
/// <param name="Command">The arguments of kubectl that make the change.</param>
/// <param name="JsonPath">Where the changed value stands in the live object.</param>
/// <param name="Wanted">The value that the change gives it.</param>
internal sealed record ManagedEdit(
    string Target, string Namespace, IReadOnlyList<string> Command, string JsonPath, string Wanted)
{
    public IReadOnlyList<string> Scope => Namespace.Length == 0 ? [] : ["-n", Namespace];

    /// <summary>
    /// The edit for the best of some live objects: a Deployment (or StatefulSet) to scale, where possible one whose replicas Git
    /// declares; else a ConfigMap's entry; else a declared label. Null when none of them can be changed.
    /// </summary>
    public static ManagedEdit? Choose(IReadOnlyList<JsonObject> objects)
    {
        var scalable = objects.Where(item => item.Text("kind") is "Deployment" or "StatefulSet")
            .OrderByDescending(item => Declared(item, "f:spec", "f:replicas") is not null)
            .ThenBy(item => item.Text("kind"), StringComparer.Ordinal);
        return scalable.Select(Scale).Concat(objects.Select(Entry)).Concat(objects.Select(Label)).FirstOrDefault(edit => edit is not null);
    }

    private static ManagedEdit? Scale(JsonObject item)
    {
        var wanted = $"{(item.Number("spec", "replicas") ?? 1) + 2}";
        return Of(item, ["scale", Name(item), $"--replicas={wanted}"], "{.spec.replicas}", wanted);
    }

    private static ManagedEdit? Entry(JsonObject item)
    {
        if (item.Text("kind") != "ConfigMap") return null;
        var simple = (item.Map("data") ?? []).FirstOrDefault(
            entry => IsSimple(entry.Key) && !$"{entry.Value}".Contains('\n', StringComparison.Ordinal));
        if (simple.Key is null) return null;
        var wanted = $"{simple.Value}-edited";
        var patch = new JsonObject { ["data"] = new JsonObject { [simple.Key] = wanted } }.ToJsonString();
        return Of(item, ["patch", Name(item), "--type=merge", "-p", patch], Path("data", simple.Key), wanted);
    }

    private static ManagedEdit? Label(JsonObject item)
    {
        var key = Declared(item, "f:metadata", "f:labels")?
            .Where(field => field.Key.StartsWith("f:", StringComparison.Ordinal))
            .Select(field => field.Key[2..])
            .FirstOrDefault(key => !key.StartsWith(Core.Names.Group, StringComparison.Ordinal));
        return key is null
            ? null
            : Of(item, ["label", "--overwrite", Name(item), $"{key}=edited"], Path("metadata.labels", key), "edited");
    }

    private static ManagedEdit Of(JsonObject item, IReadOnlyList<string> command, string path, string wanted) =>
        new(Name(item), item.Namespace(), command, path, wanted);

    private static string Name(JsonObject item)
    {
        var kind = item.Text("kind")!.ToLowerInvariant();
        return Core.ObjectIdentity.GroupOf(item.Text("apiVersion")!) is var group and not ("" or "apps")
            ? $"{kind}.{group}/{item.Name()}"
            : $"{kind}/{item.Name()}";
    }

    private static string Path(string parent, string key) => $"{{.{parent}.{key.Replace(".", "\\.", StringComparison.Ordinal)}}}";

    private static bool IsSimple(string key) => key.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.');

    /// <summary>What the reconciler's entry in the managed fields holds at a path.</summary>
    private static JsonObject? Declared(JsonObject item, string parent, string field) => item.Items("metadata", "managedFields")
        .Where(entry => entry.Text("manager") == Core.Names.FieldManager && entry.Text("operation") == "Apply")
        .Select(entry => entry.Map("fieldsV1", parent, field))
        .FirstOrDefault(found => found is not null);
}
