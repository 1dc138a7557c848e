namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Rules that tie fields of one built-in kind together.</summary>
internal static class KindRules
{
    public static void Check(List<FieldError> errors, KindRow row, JsonObject obj)
    {
        var spec = obj["spec"] as JsonObject ?? [];
        switch (row.Kind)
        {
            case "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job" or "CronJob" or "Pod":
                WorkloadRules.Check(errors, row, spec);
                break;
            case "Service":
                ServicePorts(errors, spec);
                break;
            case "Ingress":
                Ingress(errors, spec);
                break;
            case "HorizontalPodAutoscaler":
                Replicas(errors, spec);
                break;
            case "ConfigMap" or "Secret":
                Data(errors, obj);
                break;
            case "PersistentVolumeClaim":
                Claim(errors, spec);
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                RoleRef(errors, row, obj["roleRef"] as JsonObject ?? []);
                break;
            case "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration":
                Webhooks(errors, obj);
                break;
            case "Lease" when spec["leaseDurationSeconds"] is JsonValue seconds && Number(seconds) <= 0:
                errors.Add(FieldError.Invalid("spec.leaseDurationSeconds", seconds.DeepClone(), "must be greater than 0"));
                break;
            default:
                break;
        }
    }

    /// <summary>A whole number, zero when the value is none.</summary>
    public static long Number(JsonNode? value) =>
        value is JsonValue scalar && long.TryParse(scalar.ToString(), out var number) ? number : 0;

    private static void ServicePorts(List<FieldError> errors, JsonObject spec)
    {
        var ports = (spec["ports"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
        var isHeadless = spec["clusterIP"]?.ToString() == "None";
        if (ports.Length == 0 && !isHeadless && spec["type"]?.ToString() != "ExternalName") errors.Add(FieldError.Required("spec.ports"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, port) in ports.Index())
        {
            var path = $"spec.ports[{index}]";
            var name = port["name"]?.ToString() ?? "";
            if (name.Length == 0 && ports.Length > 1) errors.Add(FieldError.Required($"{path}.name"));
            else if (name.Length > 0 && NameForms.LabelProblem(name) is { } problem) errors.Add(FieldError.Invalid($"{path}.name", name, problem));
            else if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate($"{path}.name", name));
            PodSpecRules.Port(errors, $"{path}.port", port["port"]);
            if (port["targetPort"]?.GetValueKind() == System.Text.Json.JsonValueKind.Number) PodSpecRules.Port(errors, $"{path}.targetPort", port["targetPort"]);
        }
    }

    private static void Ingress(List<FieldError> errors, JsonObject spec)
    {
        if (spec["rules"] is not JsonArray { Count: > 0 } rules)
        {
            if (spec["defaultBackend"] is null)
            {
                errors.Add(FieldError.Invalid("spec", null, "either `defaultBackend` or `rules` must be specified"));
            }

            return;
        }

        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            foreach (var (at, path) in (rule?["http"]?["paths"] as JsonArray ?? []).Index())
            {
                if (path?["path"]?.ToString() is not { Length: > 0 } text || text[0] == '/') continue;
                errors.Add(FieldError.Invalid($"spec.rules[{index}].http.paths[{at}].path", text, "must be an absolute path"));
            }
        }
    }

    private static void Replicas(List<FieldError> errors, JsonObject spec)
    {
        var (least, most) = (Number(spec["minReplicas"]), Number(spec["maxReplicas"]));
        if (most < 1) errors.Add(FieldError.Required("spec.maxReplicas", "must be set and greater than 0"));
        if (most < least) errors.Add(FieldError.Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
    }

    private static void Data(List<FieldError> errors, JsonObject obj)
    {
        foreach (var field in new[] { "data", "binaryData" })
        {
            foreach (var (key, _) in obj[field] as JsonObject ?? [])
            {
                if (NameForms.ConfigKeyProblem(key) is { } problem) errors.Add(FieldError.Invalid($"{field}[{key}]", key, problem));
            }
        }

        if (obj["type"]?.ToString() != "kubernetes.io/tls") return;
        foreach (var key in new[] { "tls.crt", "tls.key" })
        {
            if ((obj["data"] as JsonObject)?[key] is null) errors.Add(FieldError.Required($"data[{key}]"));
        }
    }

    private static void Claim(List<FieldError> errors, JsonObject spec)
    {
        if (spec["accessModes"] is not JsonArray { Count: > 0 })
        {
            errors.Add(FieldError.Required("spec.accessModes", "at least 1 access mode is required"));
        }

        if (spec["resources"]?["requests"]?["storage"] is null) errors.Add(FieldError.Required("spec.resources[storage]"));
    }

    private static void RoleRef(List<FieldError> errors, KindRow row, JsonObject role)
    {
        var kinds = row.Kind == "RoleBinding" ? new[] { "Role", "ClusterRole" } : ["ClusterRole"];
        if (!kinds.Contains(role["kind"]?.ToString())) errors.Add(FieldError.NotSupported("roleRef.kind", role["kind"]?.ToString() ?? "", kinds));
        if (string.IsNullOrEmpty(role["name"]?.ToString())) errors.Add(FieldError.Required("roleRef.name"));
    }

    private static void Webhooks(List<FieldError> errors, JsonObject obj)
    {
        foreach (var (index, webhook) in (obj["webhooks"] as JsonArray ?? []).Index())
        {
            var name = webhook?["name"]?.ToString() ?? "";
            if (name.Length == 0) continue;
            var problem = NameForms.SubdomainProblem(name) ??
                (name.Split('.').Length < 3 ? "should be a domain with at least three segments separated by dots" : null);
            if (problem is not null) errors.Add(FieldError.Invalid($"webhooks[{index}].name", name, problem));
        }
    }
}
