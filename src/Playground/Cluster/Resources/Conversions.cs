namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Built-in kinds that are served in two forms, which show the same objects.</summary>
internal static class Conversions
{
    private const string Annotation = "autoscaling.alpha.kubernetes.io/";

    private static readonly string[] Reporting = ["reportingController", "reportingInstance"];

    /// <summary>Renames the fields of an event from the form of the core group to that of its own, or back.</summary>
    public static void Event(JsonObject item, bool toNew)
    {
        foreach (var (old, recent) in Template.Answers.Fill("Event fields"))
        {
            if (item.Remove(toNew ? old : $"{recent}", out var value)) item[toNew ? $"{recent}" : old] = value;
        }

        string[] empty = [.. Reporting.Where(key => toNew && item.Text(key) == "")];
        foreach (var key in empty) item.Remove(key);
    }

    /// <summary>Turns autoscaling/v1 into v2 or back: v1 knows the use of processors alone and keeps the rest in annotations.</summary>
    public static void Autoscaler(JsonObject item, bool toNew)
    {
        var (spec, annotations) = (item.Open("spec"), item.Metadata.Open("annotations"));
        if (toNew)
        {
            var metrics = Stored(annotations, "metrics") as JsonArray ?? [];
            if (spec.Remove("targetCPUUtilizationPercentage", out var target)) metrics.Insert(0, Metric(target));
            if (metrics.Count > 0) spec["metrics"] = metrics;
            if (Stored(annotations, "behavior") is { } behavior) spec["behavior"] = behavior;
        }
        else
        {
            var metrics = spec.Items("metrics").ToList();
            var processor = metrics.Find(metric => JsonNode.DeepEquals(metric, Metric(metric.At(Utilization))));
            if (processor is not null) spec.Put("targetCPUUtilizationPercentage", processor.At(Utilization));
            var others = new JsonArray([.. metrics.Where(metric => metric != processor).Select(metric => metric?.DeepClone())]);
            if (others.Count > 0) annotations[$"{Annotation}metrics"] = others.ToJsonString();
            if (spec["behavior"] is { } behavior) annotations[$"{Annotation}behavior"] = behavior.ToJsonString();
            spec.Remove("metrics");
            spec.Remove("behavior");
            item.Map("status")?.Remove("currentMetrics");
        }

        if (annotations.Count == 0) item.Metadata.Remove("annotations");
    }

    private static readonly string[] Utilization = ["resource", "target", "averageUtilization"];

    private static JsonObject Metric(JsonNode? utilization) => Template.Answers.Fill("Processor metric", ("utilization", utilization));

    private static JsonNode? Stored(JsonObject annotations, string name) =>
        annotations.Remove(Annotation + name, out var text) && text.Text() is { } json ? JsonNode.Parse(json) : null;
}
