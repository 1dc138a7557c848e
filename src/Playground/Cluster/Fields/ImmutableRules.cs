using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;

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
                Same(errors, obj, old, "cannot change roleRef", "roleRef");
                break;
            case "Secret" or "ConfigMap":
                Data(errors, row, obj, old);
                break;
            case "StorageClass":
                Same(errors, obj, old, "updates to provisioner are forbidden.", forbidden: true, "provisioner");
                Same(errors, obj, old, "updates to parameters are forbidden.", forbidden: true, "parameters");
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

    private static void ClusterIps(List<FieldError> errors, JsonObject obj, JsonObject old)
    {
        var (now, before) = (obj["spec"]?["clusterIPs"] as JsonArray ?? [], old["spec"]?["clusterIPs"] as JsonArray ?? []);
        if (before.Count == 0 || before[0]?.ToString() is not { Length: > 0 } first) return;
        if (now.Count > 0 && now[0]?.ToString() != first)
        {
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", now.DeepClone(), "may not change once set"));
        }
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
