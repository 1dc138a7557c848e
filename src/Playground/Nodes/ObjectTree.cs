namespace GitOpsGuard.Playground.Nodes;

/// <summary>Reads the members that every Kubernetes object has.</summary>
internal static class ObjectTree
{
    public static string Name(this JsonObject item) => (string)item["metadata"]!["name"]!;

    public static string Namespace(this JsonObject item) => (string?)item["metadata"]!["namespace"] ?? "";

    public static string Uid(this JsonObject item) => (string)item["metadata"]!["uid"]!;

    public static long Generation(this JsonObject item) => (long?)item["metadata"]!["generation"] ?? 0;

    public static bool IsTerminating(this JsonObject item) => item["metadata"]!["deletionTimestamp"] is not null;

    public static string? Label(this JsonObject item, string key) => (string?)item["metadata"]!["labels"]?[key];

    public static string? Annotation(this JsonObject item, string key) =>
        (string?)item["metadata"]!["annotations"]?[key];

    /// <summary>The owner that controls the object, or null.</summary>
    public static JsonObject? Controller(this JsonObject item) =>
        (item["metadata"]!["ownerReferences"] as JsonArray)?
            .OfType<JsonObject>()
            .FirstOrDefault(owner => (bool?)owner["controller"] == true);

    public static bool IsControlledBy(this JsonObject item, JsonObject owner) =>
        (string?)item.Controller()?["uid"] == owner.Uid();

    /// <summary>The reference by which <paramref name="owner"/> controls what it creates.</summary>
    public static JsonArray OwnerReferences(this JsonObject owner, string apiVersion, string kind) =>
        [new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["name"] = owner.Name(),
            ["uid"] = owner.Uid(),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        }];

    /// <summary>Whether the pod's condition Ready is True and it is not going away.</summary>
    public static bool IsReadyPod(this JsonObject pod) =>
        !pod.IsTerminating()
        && ((pod["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>()
            .Any(condition => (string?)condition["type"] == "Ready" && (string?)condition["status"] == "True") ?? false);

    /// <summary>Whether every label of a simple selector is on the object.</summary>
    public static bool Matches(this JsonObject item, JsonObject selector) =>
        selector.All(label => item.Label(label.Key) == (string?)label.Value);
}
