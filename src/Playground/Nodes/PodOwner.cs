using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// A kind whose objects own pods: one row of the table. Names are derived from what they stand for, so that a write that is decided
/// twice, because the first was not seen yet, is made once.
/// </summary>
/// <param name="Kind">The kind; its status is the template "&lt;kind&gt; status".</param>
/// <param name="PodNames">The pods that one of them wants, all at once: an order would only be slower here.</param>
/// <param name="Replaces">Whether pods of an older template are replaced.</param>
internal sealed record PodOwner(Resource Kind, Func<JsonObject, IEnumerable<string>> PodNames, bool Replaces)
{
    private const string RevisionLabel = "controller-revision-hash";

    public static readonly IReadOnlyList<PodOwner> All =
    [
        new(BuiltInResources.ReplicaSets, set => Numbers(set).Select(number => Digest($"{set.Uid()}/{number}", 5)), Replaces: false),
        new(BuiltInResources.StatefulSets, set => Numbers(set).Select(number => $"{number}"), Replaces: true),
        new(BuiltInResources.DaemonSets, set => [Digest(set.Uid(), 5)], Replaces: true),
    ];

    /// <summary>How many pods a workload asks for. Default 1.</summary>
    public static int Replicas(JsonObject workload) => (int)(workload.Number("spec", "replicas") ?? 1);

    /// <summary>A short digest in the letters that Kubernetes uses for generated names.</summary>
    public static string Digest(string text, int length)
    {
        const string Letters = "bcdfghjklmnpqrstvwxz2456789";
        return string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(length).Select(value => Letters[value % Letters.Length]));
    }

    /// <summary>A digest of the template of a workload's pods.</summary>
    public static string TemplateDigest(JsonObject workload) => Digest(workload["spec"]!["template"]!.ToJsonString(), 10);

    /// <summary>Creates the pods that are missing, deletes those that are too many or outdated, and counts them in the status.</summary>
    public IEnumerable<Write> Decide(JsonObject owner, ClusterView view, TimeProvider time)
    {
        var revision = $"{owner.Name()}-{TemplateDigest(owner)}";
        var names = PodNames(owner).Select(name => $"{owner.Name()}-{name}").ToHashSet();
        var taken = view.Pods.Where(pod => pod.Namespace() == owner.Namespace()).Select(ObjectTree.Name).ToHashSet();
        var pods = view.OwnedBy(owner, BuiltInResources.Pods);
        var current = pods.Where(pod => !Replaces || pod.Label(RevisionLabel) == revision).ToHashSet();
        return
        [
            .. names.Where(name => !taken.Contains(name)).Select(name => Create(owner, name, revision)),
            .. pods.Where(pod => !names.Contains(pod.Name()) || !current.Contains(pod))
                .Select(pod => new Write(WriteVerb.Delete, BuiltInResources.Pods, pod)),
            .. Status(Kind, owner, pods, names.Count, current.Count, time, ("revision", revision)),
        ];
    }

    /// <summary>A workload's count of its pods, as its kind tells it.</summary>
    public static IEnumerable<Write> Status(
        Resource kind, JsonObject owner, List<JsonObject> pods, int wanted, int updated, TimeProvider time,
        params IReadOnlyList<(string Name, JsonNode? Value)> further)
    {
        var ready = pods.Count(ObjectTree.IsReadyPod);
        return StatusPatch.For(kind, owner, Template.Nodes.Fill($"{kind.Kind} status",
        [
            ("generation", owner.Number("metadata", "generation")), ("wanted", wanted), ("missing", Math.Max(0, wanted - ready)),
            ("pods", pods.Count), ("ready", ready), ("updated", updated), .. further,
        ]), time);
    }

    private static IEnumerable<int> Numbers(JsonObject workload) => Enumerable.Range(0, Replicas(workload));

    private Write Create(JsonObject owner, string name, string revision)
    {
        var template = owner["spec"]!["template"]!.AsObject();
        var metadata = template.Map("metadata") ?? [];
        if (Replaces) metadata = metadata.With(revision, "labels", RevisionLabel);
        metadata = metadata.With(name, "name").With(owner.Namespace(), "namespace");
        metadata["ownerReferences"] = new JsonArray(owner.AsOwner(Kind));
        return new Write(
            WriteVerb.Create, BuiltInResources.Pods, Template.Nodes.Fill("Pod", ("metadata", metadata), ("spec", template["spec"])));
    }
}
