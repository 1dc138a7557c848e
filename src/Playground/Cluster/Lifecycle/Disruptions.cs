namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>Keeps the status of disruption budgets: how many of their pods are healthy, and how many may go.</summary>
internal sealed class Disruptions(ClusterServices cluster)
{
    private static readonly Collection Budgets = new("policy", "poddisruptionbudgets");
    private static readonly Collection Pods = new("", "pods");

    private readonly ControllerAccount account = new(cluster, "disruption-controller");
    private readonly Writer writer = new(cluster);

    /// <summary>The budgets that cover a pod.</summary>
    public static IEnumerable<JsonObject> Covering(ObjectStore store, JsonObject pod) =>
        store.List(Budgets, pod.Text("metadata", "namespace")).Objects.Where(budget => Covers(budget, pod));

    public void Handle(StoreEvent change)
    {
        if (change.Key.Collection != Budgets && change.Key.Collection != Pods) return;
        foreach (var budget in cluster.Store.List(Budgets, change.Key.Namespace).Objects)
        {
            var counted = Status(budget);
            if (counted["expectedPods"] == 0 && !budget.Has("status", "observedGeneration")) continue;
            var status = budget.Map("status")?.Copy() ?? [];
            foreach (var (field, value) in counted) status[field] = value;
            if (JsonNode.DeepEquals(JsonNode.Parse(status.ToJsonString()), budget["status"])) continue;
            if (account.Request(new ObjectKey(Budgets.Group, Budgets.Plural, change.Key.Namespace, budget.Text("metadata", "name")!),
                "update") is { } request)
                writer.Put(request with { Subresource = "status" }, live => live.Put("status", status));
        }
    }

    private static bool Covers(JsonObject budget, JsonObject pod) =>
        budget.Has("spec", "selector") && LabelSelectors.Of(budget.Map("spec", "selector")).Matches(pod.At("metadata", "labels"));

    private Dictionary<string, long> Status(JsonObject budget)
    {
        var pods = cluster.Store.List(Pods, budget.Text("metadata", "namespace")).Objects
            .Where(pod => Covers(budget, pod) && pod.Text("status", "phase") is not ("Succeeded" or "Failed")).ToList();
        var owners = pods.Select(pod => pod.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller")))
            .DistinctBy(owner => owner.Text("uid"));
        var scaled = owners.Sum(owner => cluster.Catalog.FindKind(owner.Text("apiVersion"), owner.Text("kind")) is { } type
            ? cluster.Store.Find(type.Key(budget.Text("metadata", "namespace"), owner.Text("name")!)).Number("spec", "replicas") ?? 0
            : 0);
        long healthy = pods.Count(ObjectTree.IsReadyPod);
        var expected = scaled > 0 ? scaled : pods.Count;
        var desired = budget.At("spec", "maxUnavailable") is { } most
            ? Math.Max(0, expected - Share(most, expected))
            : Share(budget.At("spec", "minAvailable") ?? 1, expected);
        return new()
        {
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["disruptionsAllowed"] = pods.Count > 0 ? Math.Max(0, healthy - desired) : 0,
            ["expectedPods"] = expected,
            ["observedGeneration"] = budget.Number("metadata", "generation") ?? 0,
        };
    }

    /// <summary>A number, or a share of all, rounded up.</summary>
    private static long Share(JsonNode value, long all) => value.Text() is { } text && text.EndsWith('%')
        ? (long)Math.Ceiling(long.Parse(text[..^1], CultureInfo.InvariantCulture) * all / 100.0)
        : value.Number() ?? 0;
}
