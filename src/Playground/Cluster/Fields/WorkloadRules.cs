namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Rules of kinds that run pods.</summary>
internal static class WorkloadRules
{
    public static void Check(List<FieldError> errors, KindRow row, JsonObject spec)
    {
        switch (row.Kind)
        {
            case "Pod":
                PodSpecRules.Check(errors, "spec", spec);
                break;
            case "Job":
                Template(errors, "spec.template", spec["template"] as JsonObject, runsToEnd: true);
                break;
            case "CronJob":
                Schedule(errors, spec["schedule"]?.ToString() ?? "");
                Template(errors, "spec.jobTemplate.spec.template", spec["jobTemplate"]?["spec"]?["template"] as JsonObject, runsToEnd: true);
                break;
            default:
                if (KindRules.Number(spec["replicas"]) < 0)
                {
                    errors.Add(FieldError.Invalid("spec.replicas", spec["replicas"]!.DeepClone(), "must be greater than or equal to 0"));
                }

                Selector(errors, row, spec);
                Template(errors, "spec.template", spec["template"] as JsonObject, runsToEnd: false);
                Strategy(errors, spec["strategy"]);
                break;
        }
    }

    private static void Selector(List<FieldError> errors, KindRow row, JsonObject spec)
    {
        var selector = spec["selector"] as JsonObject;
        if (selector is { Count: 0 })
        {
            errors.Add(FieldError.Invalid("spec.selector", selector.DeepClone(), $"empty selector is invalid for {row.Singular}"));
            return;
        }

        var labels = (spec["template"] as JsonObject)?["metadata"]?["labels"] as JsonObject;
        if (selector is not null && LabelSelectors.Matches(selector, labels)) return;
        errors.Add(FieldError.Invalid("spec.template.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`"));
    }

    private static void Strategy(List<FieldError> errors, JsonNode? strategy)
    {
        if (strategy?["type"]?.ToString() != "Recreate" || strategy["rollingUpdate"] is null) return;
        errors.Add(FieldError.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
    }

    private static void Template(List<FieldError> errors, string path, JsonObject? template, bool runsToEnd)
    {
        if (template?["spec"] is not JsonObject spec) return;
        MetadataRules.Labels(errors, $"{path}.metadata.labels", template["metadata"]?["labels"]);
        PodSpecRules.Check(errors, $"{path}.spec", spec);
        var policy = spec["restartPolicy"]?.ToString();
        if (runsToEnd && policy is not ("OnFailure" or "Never"))
        {
            errors.Add(FieldError.Required($"{path}.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
        }
        else if (!runsToEnd && policy is ("OnFailure" or "Never"))
        {
            errors.Add(FieldError.NotSupported($"{path}.spec.restartPolicy", policy, ["Always"]));
        }
    }

    private static void Schedule(List<FieldError> errors, string schedule)
    {
        var fields = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (schedule.StartsWith('@') || fields.Length is 0 or 5) return;
        errors.Add(FieldError.Invalid(
            "spec.schedule", schedule, $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"));
    }
}
