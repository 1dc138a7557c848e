namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Fields of built-in kinds that never change once set.</summary>
internal static class ImmutableRules
{
    private const string Immutable = "field is immutable";

    public static void Check(List<FieldError> errors, KindRow row, JsonObject obj, JsonObject old)
    {
        switch (row.Kind)
        {
            case "Deployment" or "DaemonSet" or "ReplicaSet":
                Same(errors, obj, old, Immutable, "spec", "selector");
                break;
            case "StatefulSet":
                StatefulSet(errors, obj, old);
                break;
            case "Job":
                Same(errors, obj, old, Immutable, "spec", "selector");
                Same(errors, obj, old, Immutable, "spec", "template");
                Same(errors, obj, old, Immutable, "spec", "completionMode");
                break;
            case "Service" when !IsExternal(old) && !IsExternal(obj):
                ClusterIps(errors, obj, old);
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                Role(errors, obj, old);
                break;
            case "Secret" or "ConfigMap":
                Data(errors, row, obj, old);
                break;
            case "StorageClass":
                foreach (var field in new[] { "provisioner", "parameters", "reclaimPolicy", "volumeBindingMode" })
                {
                    Same(errors, obj, old, Immutable, field);
                }

                break;
            case "PersistentVolumeClaim":
                Claim(errors, obj, old);
                break;
            case "PriorityClass":
                Same(errors, obj, old, "may not be changed in an update.", forbidden: true, "value");
                break;
            default:
                break;
        }
    }

    private static void StatefulSet(List<FieldError> errors, JsonObject obj, JsonObject old)
    {
        string[] free = ["minReadySeconds", "ordinals", "persistentVolumeClaimRetentionPolicy", "replicas", "revisionHistoryLimit", "template", "updateStrategy"];
        JsonObject Fixed(JsonObject set)
        {
            var spec = set["spec"]?.DeepClone() as JsonObject ?? [];
            foreach (var name in free) spec.Remove(name);
            foreach (var claim in (spec["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>()) claim.Remove("status");
            return spec;
        }

        if (JsonNode.DeepEquals(Fixed(obj), Fixed(old))) return;
        errors.Add(FieldError.Forbidden(
            "spec",
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }

    private static void Claim(List<FieldError> errors, JsonObject obj, JsonObject old)
    {
        static JsonObject Fixed(JsonObject claim)
        {
            var spec = claim["spec"]?.DeepClone() as JsonObject ?? [];
            spec.Remove("resources");
            spec.Remove("volumeAttributesClassName");
            return spec;
        }

        // The claim is bound by its first volume name, which the binder writes.
        if (string.IsNullOrEmpty(At(old, ["spec", "volumeName"])?.ToString()) && At(obj, ["spec", "volumeName"]) is not null) return;
        if (JsonNode.DeepEquals(Fixed(obj), Fixed(old))) return;
        errors.Add(FieldError.Forbidden(
            "spec",
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
    }

    private static void Role(List<FieldError> errors, JsonObject obj, JsonObject old)
    {
        if (JsonNode.DeepEquals(obj["roleRef"], old["roleRef"])) return;
        var role = obj["roleRef"] as JsonObject ?? [];
        var shown = new JsonObject
        {
            ["APIGroup"] = role["apiGroup"]?.DeepClone(),
            ["Kind"] = role["kind"]?.DeepClone(),
            ["Name"] = role["name"]?.DeepClone(),
        };
        errors.Add(FieldError.Invalid("roleRef", shown, "cannot change roleRef"));
    }

    private static void ClusterIps(List<FieldError> errors, JsonObject obj, JsonObject old)
    {
        var (now, before) = (At(obj, ["spec", "clusterIP"])?.ToString(), At(old, ["spec", "clusterIP"])?.ToString());
        if (string.IsNullOrEmpty(before) || string.IsNullOrEmpty(now) || now == before) return;
        errors.Add(FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(now), "may not change once set"));
    }

    private static bool IsExternal(JsonObject service) => At(service, ["spec", "type"])?.ToString() == "ExternalName";

    private static void Data(List<FieldError> errors, KindRow row, JsonObject obj, JsonObject old)
    {
        if (row.Kind == "Secret") Same(errors, obj, old, Immutable, "type");
        if (!(old["immutable"]?.GetValue<bool>() ?? false)) return;
        if (!(obj["immutable"]?.GetValue<bool>() ?? false)) errors.Add(FieldError.Forbidden("immutable", "field is immutable when `immutable` is set"));
        foreach (var field in new[] { "data", "binaryData" })
        {
            if (!JsonNode.DeepEquals(obj[field] ?? new JsonObject(), old[field] ?? new JsonObject()))
            {
                errors.Add(FieldError.Forbidden(field, "field is immutable when `immutable` is set"));
            }
        }
    }

    private static void Same(List<FieldError> errors, JsonObject obj, JsonObject old, string detail, params string[] path) =>
        Same(errors, obj, old, detail, forbidden: false, path);

    private static void Same(List<FieldError> errors, JsonObject obj, JsonObject old, string detail, bool forbidden, params string[] path)
    {
        var (now, before) = (At(obj, path), At(old, path));
        if (JsonNode.DeepEquals(now, before)) return;
        var where = string.Join('.', path);
        errors.Add(forbidden ? FieldError.Forbidden(where, detail) : FieldError.Invalid(where, now?.DeepClone(), detail));
    }

    private static JsonNode? At(JsonObject obj, string[] path) =>
        path.Aggregate((JsonNode?)obj, (node, step) => (node as JsonObject)?[step]);
}
