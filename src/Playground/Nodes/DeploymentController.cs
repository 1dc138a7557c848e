using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Gives each Deployment a ReplicaSet of its current template, and takes the pods of older ones once the new one is
/// ready.
/// </summary>
internal sealed class DeploymentController(TimeProvider time)
{
    private const string TemplateHash = "pod-template-hash";
    private const string Revision = "deployment.kubernetes.io/revision";

    public IEnumerable<Write> Decide(ClusterView view) =>
        view.Deployments.Where(deployment => !deployment.IsTerminating())
            .SelectMany(deployment => Decide(deployment, view));

    private IEnumerable<Write> Decide(JsonObject deployment, ClusterView view)
    {
        var sets = view.ReplicaSets.Where(set => set.IsControlledBy(deployment)).ToList();
        var hash = Workloads.Digest(deployment["spec"]!["template"]!.ToJsonString(), 10);
        var name = $"{deployment.Name()}-{hash}";
        var current = sets.FirstOrDefault(set => set.Name() == name);
        return Sets(deployment, sets, current, hash)
            .Concat(Workloads.Status(BuiltInResources.Deployments, deployment, Status(deployment, sets, current, view)));
    }

    private static IEnumerable<Write> Sets(
        JsonObject deployment, List<JsonObject> sets, JsonObject? current, string hash)
    {
        var wanted = Workloads.Replicas(deployment);
        if (current is null)
            yield return CreateSet(deployment, hash, NextRevision(sets));
        else if (Workloads.Replicas(current) != wanted)
            yield return Scale(current, wanted);

        if (current is null || Ready(current) < wanted)
            yield break;
        foreach (var old in sets.Where(set => set != current && Workloads.Replicas(set) > 0))
            yield return Scale(old, 0);
    }

    private static int NextRevision(List<JsonObject> sets) => 1 + sets
        .Select(set => int.TryParse(set.Annotation(Revision), CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty(0)
        .Max();

    private static int Ready(JsonObject set) =>
        (long?)set["status"]?["observedGeneration"] == set.Generation() ? (int?)set["status"]?["readyReplicas"] ?? 0 : 0;

    private static Write.Merge Scale(JsonObject set, int replicas) => new(
        BuiltInResources.ReplicaSets,
        set,
        new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } });

    private static Write.Create CreateSet(JsonObject deployment, string hash, int revision)
    {
        var template = deployment["spec"]!["template"]!.DeepClone().AsObject();
        var metadata = template["metadata"] as JsonObject ?? [];
        template["metadata"] = metadata.DeepClone();
        var labels = metadata["labels"]?.DeepClone().AsObject() ?? [];
        labels[TemplateHash] = hash;
        template["metadata"]!["labels"] = labels;

        var selector = deployment["spec"]!["selector"]!.DeepClone().AsObject();
        var matchLabels = selector["matchLabels"]?.DeepClone().AsObject() ?? [];
        matchLabels[TemplateHash] = hash;
        selector["matchLabels"] = matchLabels;

        return new Write.Create(BuiltInResources.ReplicaSets, new JsonObject
        {
            ["apiVersion"] = Workloads.Apps,
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = labels.DeepClone(),
                ["annotations"] = new JsonObject { [Revision] = revision.ToString(CultureInfo.InvariantCulture) },
                ["ownerReferences"] = deployment.OwnerReferences(Workloads.Apps, "Deployment"),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = Workloads.Replicas(deployment),
                ["selector"] = selector,
                ["template"] = template,
            },
        });
    }

    private JsonObject Status(JsonObject deployment, List<JsonObject> sets, JsonObject? current, ClusterView view)
    {
        var wanted = Workloads.Replicas(deployment);
        var updated = current is null ? [] : Workloads.PodsOf(current, view);
        var all = sets.SelectMany(set => Workloads.PodsOf(set, view)).ToList();
        var ready = all.Count(ObjectTree.IsReadyPod);
        var complete = updated.Count(ObjectTree.IsReadyPod) >= wanted && all.Count == updated.Count;
        return new JsonObject
        {
            ["observedGeneration"] = deployment.Generation(),
            ["replicas"] = all.Count,
            ["updatedReplicas"] = updated.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["unavailableReplicas"] = Math.Max(0, wanted - ready),
            ["conditions"] = new JsonArray(
                ready >= wanted
                    ? Condition(deployment, "Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.")
                    : Condition(deployment, "Available", false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
                complete
                    ? Condition(deployment, "Progressing", true, "NewReplicaSetAvailable", "The newest ReplicaSet is rolled out.")
                    : Condition(deployment, "Progressing", true, "ReplicaSetUpdated", "The newest ReplicaSet is rolling out.")),
        };
    }

    private JsonObject Condition(JsonObject item, string type, bool status, string reason, string message) =>
        Conditions.Next(item, type, status ? "True" : "False", reason, message, time);
}
