using GitOpsGuard.Core;
using GitOpsGuard.Playground.Nodes;

namespace GitOpsGuard.Playground.Story;

/// <summary>
/// A change of a managed object that a person might try: the command for it, and how to see whether it was made.
/// </summary>
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
    /// The edit for the best of some live objects: a Deployment (or StatefulSet) to scale, where possible one whose
    /// replicas Git declares; else a ConfigMap's entry; else a declared label. Null when none of them can be changed.
    /// </summary>
    public static ManagedEdit? Choose(IReadOnlyList<JsonObject> objects)
    {
        var scalable = objects
            .Where(item => (string?)item["kind"] is "Deployment" or "StatefulSet")
            .OrderByDescending(item => Declares(item, "f:spec", "f:replicas"))
            .ThenBy(item => (string)item["kind"]!, StringComparer.Ordinal)
            .FirstOrDefault();
        if (scalable is not null)
            return Scale(scalable);

        return objects.Select(Entry).FirstOrDefault(edit => edit is not null)
            ?? objects.Select(Label).FirstOrDefault(edit => edit is not null);
    }

    private static ManagedEdit Scale(JsonObject item)
    {
        var wanted = $"{((int?)item["spec"]!["replicas"] ?? 1) + 2}";
        var target = Name(item);
        return new ManagedEdit(
            target, item.Namespace(), ["scale", target, $"--replicas={wanted}"], "{.spec.replicas}", wanted);
    }

    private static ManagedEdit? Entry(JsonObject item)
    {
        if ((string?)item["kind"] != "ConfigMap" || item["data"] is not JsonObject data)
            return null;

        var simple = data.FirstOrDefault(entry => IsSimple(entry.Key) && !((string)entry.Value!).Contains('\n', StringComparison.Ordinal));
        if (simple.Key is null)
            return null;

        var wanted = $"{simple.Value}-edited";
        var patch = new JsonObject { ["data"] = new JsonObject { [simple.Key] = wanted } }.ToJsonString();
        return new ManagedEdit(
            Name(item), item.Namespace(), ["patch", Name(item), "--type=merge", "-p", patch], Path("data", simple.Key), wanted);
    }

    private static ManagedEdit? Label(JsonObject item)
    {
        var declared = Declared(item, "f:metadata", "f:labels")?
            .Select(field => field.Key)
            .FirstOrDefault(key => key.StartsWith("f:", StringComparison.Ordinal) && !key[2..].StartsWith(Names.Group, StringComparison.Ordinal));
        if (declared is null)
            return null;

        var key = declared[2..];
        return new ManagedEdit(
            Name(item), item.Namespace(), ["label", "--overwrite", Name(item), $"{key}=edited"], Path("metadata.labels", key), "edited");
    }

    private static string Name(JsonObject item)
    {
        var group = ((string)item["apiVersion"]!).Split('/') is [var name, _] ? $".{name}" : "";
        var kind = ((string)item["kind"]!).ToLowerInvariant();
        return group is "" or ".apps" ? $"{kind}/{item.Name()}" : $"{kind}{group}/{item.Name()}";
    }

    private static string Path(string parent, string key) =>
        $"{{.{parent}.{key.Replace(".", "\\.", StringComparison.Ordinal)}}}";

    private static bool IsSimple(string key) => key.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.');

    private static bool Declares(JsonObject item, string parent, string field) =>
        Declared(item, parent, field) is not null;

    /// <summary>What the reconciler's entry in the managed fields holds at a path.</summary>
    private static JsonObject? Declared(JsonObject item, string parent, string field) =>
        (item["metadata"]!["managedFields"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(entry => (string?)entry["manager"] == Names.FieldManager && (string?)entry["operation"] == "Apply")
            .Select(entry => entry["fieldsV1"]?[parent]?[field] as JsonObject)
            .FirstOrDefault(found => found is not null);
}
