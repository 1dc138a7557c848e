using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Rules that tie fields of one built-in kind together.</summary>
internal static class KindRules
{
    public static void Check(List<FieldError> errors, KindRow row, JsonObject obj)
    {
        var spec = obj["spec"] as JsonObject ?? [];
        switch (row.Kind)
        {
            case "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet":
                NotNegative(errors, "spec.replicas", spec["replicas"]);
                Selector(errors, spec);
                PodTemplate(errors, "spec.template", spec["template"] as JsonObject, "Always");
                break;
            case "Job":
                PodTemplate(errors, "spec.template", spec["template"] as JsonObject, "OnFailure", "Never");
                break;
            case "CronJob":
                PodTemplate(errors, "spec.jobTemplate.spec.template", spec["jobTemplate"]?["spec"]?["template"] as JsonObject, "OnFailure", "Never");
                break;
            case "Pod":
                PodSpecRules.Check(errors, "spec", spec);
                break;
            case "Service":
                ServicePorts(errors, spec);
                break;
            case "HorizontalPodAutoscaler":
                Replicas(errors, spec);
                break;
            case "ConfigMap" or "Secret":
                DataKeys(errors, obj);
                break;
            default:
                break;
        }
    }

    private static void Selector(List<FieldError> errors, JsonObject spec)
    {
        if (spec["selector"] is not JsonObject selector) return;
        if (selector.Count == 0)
        {
            errors.Add(FieldError.Invalid("spec.selector", selector.DeepClone(), "empty selector is invalid for deployment"));
            return;
        }

        var labels = spec["template"]?["metadata"]?["labels"] as JsonObject ?? [];
        var matches = (selector["matchLabels"] as JsonObject ?? []).All(label => labels[label.Key]?.ToString() == label.Value?.ToString());
        if (!matches)
        {
            errors.Add(FieldError.Invalid("spec.template.metadata.labels", labels.DeepClone(), "`selector` does not match template `labels`"));
        }
    }

    private static void PodTemplate(List<FieldError> errors, string path, JsonObject? template, params string[] restarts)
    {
        if (template?["spec"] is not JsonObject spec) return;
        MetadataRules.Labels(errors, $"{path}.metadata.labels", template["metadata"]?["labels"]);
        PodSpecRules.Check(errors, $"{path}.spec", spec);
        if (spec["restartPolicy"] is { } policy && !restarts.Contains(policy.ToString()))
        {
            errors.Add(FieldError.NotSupported($"{path}.spec.restartPolicy", policy.DeepClone(), restarts));
        }
    }

    private static void ServicePorts(List<FieldError> errors, JsonObject spec)
    {
        var ports = (spec["ports"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
        var isHeadless = spec["clusterIP"]?.ToString() == "None";
        if (ports.Length == 0 && !isHeadless && spec["type"]?.ToString() != "ExternalName") errors.Add(FieldError.Required("spec.ports"));
        foreach (var (index, port) in ports.Index())
        {
            PodSpecRules.Port(errors, $"spec.ports[{index}].port", port["port"]);
            if (ports.Length > 1 && string.IsNullOrEmpty(port["name"]?.ToString())) errors.Add(FieldError.Required($"spec.ports[{index}].name"));
        }
    }

    private static void Replicas(List<FieldError> errors, JsonObject spec)
    {
        var (least, most) = (Number(spec["minReplicas"]), Number(spec["maxReplicas"]));
        if (most < 1) errors.Add(FieldError.Invalid("spec.maxReplicas", most, "must be greater than 0"));
        if (most < least) errors.Add(FieldError.Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
    }

    private static void DataKeys(List<FieldError> errors, JsonObject obj)
    {
        foreach (var field in new[] { "data", "binaryData" })
        {
            foreach (var (key, _) in obj[field] as JsonObject ?? [])
            {
                if (key.Length is > 0 and <= 253 && key is not ("." or "..") && key.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.')) continue;
                errors.Add(FieldError.Invalid(
                    $"{field}[{key}]", key,
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
            }
        }
    }

    private static void NotNegative(List<FieldError> errors, string path, JsonNode? value)
    {
        if (Number(value) < 0) errors.Add(FieldError.Invalid(path, value!.DeepClone(), "must be greater than or equal to 0"));
    }

    private static long Number(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue(out long number) ? number
        : value is JsonValue small && small.TryGetValue(out int whole) ? whole : 0;
}
