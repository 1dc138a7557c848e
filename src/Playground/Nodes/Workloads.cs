using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// What the controllers of workloads have in common. Names are derived from what they stand for, so that a write
/// decided twice, because the first was not seen yet, is made once.
/// </summary>
internal static class Workloads
{
    public const string Apps = "apps/v1";

    /// <summary>A short digest in the letters that Kubernetes uses for generated names.</summary>
    public static string Digest(string text, int length)
    {
        const string Letters = "bcdfghjklmnpqrstvwxz2456789";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Concat(hash.Take(length).Select(value => Letters[value % Letters.Length]));
    }

    public static Write.Delete DeletePod(JsonObject pod) => new(BuiltInResources.Pods, pod);

    public static int Replicas(JsonObject workload) => (int?)workload["spec"]!["replicas"] ?? 1;

    /// <summary>The pods that a workload controls and that are not going away.</summary>
    public static List<JsonObject> PodsOf(JsonObject owner, ClusterView view) =>
        [.. view.Pods.Where(pod => pod.IsControlledBy(owner) && !pod.IsTerminating())];

    /// <summary>A pod of a workload's template under a name of its own.</summary>
    public static Write.Create CreatePod(
        JsonObject owner, string kind, string name, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var template = owner["spec"]!["template"]!.DeepClone().AsObject();
        var metadata = template["metadata"]?.DeepClone().AsObject() ?? [];
        var all = metadata["labels"]?.DeepClone().AsObject() ?? [];
        foreach (var (key, value) in labels)
            all[key] = value;

        metadata["labels"] = all;
        metadata["name"] = name;
        metadata["namespace"] = owner.Namespace();
        metadata["ownerReferences"] = owner.OwnerReferences(Apps, kind);
        return new Write.Create(BuiltInResources.Pods, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template["spec"]!.DeepClone(),
        });
    }

    /// <summary>A patch of the status, only where it differs from what is there.</summary>
    public static IEnumerable<Write> Status(Resource resource, JsonObject item, JsonObject wanted)
    {
        var live = item["status"] as JsonObject;
        if (wanted.Any(member => !Same(member.Value, live?[member.Key])))
            yield return new Write.Merge(resource, item, new JsonObject { ["status"] = wanted }, "status");
    }

    /// <summary>Servers leave numbers out that are zero.</summary>
    private static bool Same(JsonNode? wanted, JsonNode? live) =>
        JsonNode.DeepEquals(wanted, live)
        || (live is null && wanted?.ToJsonString() == "0");
}
