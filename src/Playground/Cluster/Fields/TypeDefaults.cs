namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Defaults that depend on other fields of the same value.</summary>
internal static class TypeDefaults
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public static void Apply(string type, JsonObject value)
    {
        switch (type)
        {
            case "V1Container" or "V1EphemeralContainer":
                Set(value, "imagePullPolicy", IsLatest(Text(value, "image")) ? "Always" : "IfNotPresent");
                break;
            case "V1PodSpec":
                PodSpec(value);
                break;
            case "V1Pod":
                Pod(value);
                break;
            case "V1Volume" when value.All(field => field.Key == "name"):
                value["emptyDir"] = new JsonObject();
                break;
            case "V1DeploymentStrategy" when Text(value, "type") is "RollingUpdate":
                Rolling(value, ("maxUnavailable", "25%"), ("maxSurge", "25%"));
                break;
            case "V1StatefulSetUpdateStrategy" when Text(value, "type") is "RollingUpdate":
                Rolling(value, ("partition", 0));
                break;
            case "V1DaemonSetUpdateStrategy" when Text(value, "type") is "RollingUpdate":
                Rolling(value, ("maxUnavailable", 1), ("maxSurge", 0));
                break;
            case "V1StatefulSetSpec":
                Claims(value);
                break;
            case "V1DaemonSet":
                Set(Open(Open(value, "metadata"), "annotations"), "deprecated.daemonset.template.generation", "1");
                break;
            case "V1LimitRangeItem" when Text(value, "type") == "Container":
                Limits(value);
                break;
            case "V1Job":
                Job(Open(value, "spec"));
                break;
            case "V1ServiceSpec":
                Service(value);
                break;
            case "V1NetworkPolicySpec" when value["policyTypes"] is null:
                value["policyTypes"] = value["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
                break;
            case "Rbacv1Subject" when Text(value, "kind") is "User" or "Group":
                Set(value, "apiGroup", RbacGroup);
                break;
            case "V2HorizontalPodAutoscaler" when value["spec"] is JsonObject spec && spec["metrics"] is null:
                spec["metrics"] = JsonNode.Parse("""
                    [{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]
                    """);
                break;
            case "V1CustomResourceDefinition":
                Definition(Open(Open(value, "spec"), "names"));
                break;
            case "V1Namespace":
                Namespace(value);
                break;
            default:
                break;
        }
    }

    private static void PodSpec(JsonObject spec)
    {
        if (Text(spec, "serviceAccountName") is { } account) Set(spec, "serviceAccount", account);
        else if (Text(spec, "serviceAccount") is { } old) spec["serviceAccountName"] = old;
    }

    // A pod's limits are its requests where nothing else is said; a template's are not touched.
    private static void Pod(JsonObject pod)
    {
        var spec = Open(pod, "spec");
        foreach (var resources in Containers(spec).Select(container => container["resources"]).OfType<JsonObject>())
        {
            foreach (var (name, limit) in resources["limits"] as JsonObject ?? []) Set(Open(resources, "requests"), name, limit?.DeepClone());
        }

        if (!(spec["hostNetwork"]?.GetValue<bool>() ?? false)) return;
        foreach (var port in Containers(spec).SelectMany(container => container["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (port["containerPort"] is { } number) Set(port, "hostPort", number.DeepClone());
        }
    }

    private static void Claims(JsonObject spec)
    {
        foreach (var claim in (spec["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Set(claim, "apiVersion", "v1");
            Set(claim, "kind", "PersistentVolumeClaim");
        }
    }

    private static void Limits(JsonObject item)
    {
        Fill(item, "default", "max");
        Fill(item, "defaultRequest", "default");
        Fill(item, "defaultRequest", "min");
    }

    private static void Fill(JsonObject item, string name, string from)
    {
        foreach (var (resource, amount) in item[from] as JsonObject ?? []) Set(Open(item, name), resource, amount?.DeepClone());
    }

    private static void Job(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null) spec["completions"] = 1;
        Set(spec, "parallelism", 1);
    }

    private static void Service(JsonObject spec)
    {
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (port["port"] is { } number) Set(port, "targetPort", number.DeepClone());
        }

        if (Text(spec, "sessionAffinity") == "ClientIP")
        {
            Set(Open(Open(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds", 10800);
        }

        var type = Text(spec, "type");
        if (type is "NodePort" or "LoadBalancer") Set(spec, "externalTrafficPolicy", "Cluster");
        if (type is "LoadBalancer") Set(spec, "allocateLoadBalancerNodePorts", true);
        if (type is not "ExternalName") Set(spec, "internalTrafficPolicy", "Cluster");
    }

    private static void Definition(JsonObject names)
    {
        if (Text(names, "kind") is not { } kind) return;
        Set(names, "singular", kind.ToLowerInvariant());
        Set(names, "listKind", kind + "List");
    }

    private static void Namespace(JsonObject value)
    {
        if (Text(Open(value, "metadata"), "name") is { } name)
        {
            Open(Open(value, "metadata"), "labels")["kubernetes.io/metadata.name"] = name;
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>();

    private static void Rolling(JsonObject strategy, params ReadOnlySpan<(string Name, JsonNode Value)> defaults)
    {
        var rolling = Open(strategy, "rollingUpdate");
        foreach (var (name, value) in defaults) Set(rolling, name, value);
    }

    // The tag decides; an image without one is the latest. A digest names one image for good.
    private static bool IsLatest(string? image)
    {
        if (image is null || image.Contains('@', StringComparison.Ordinal)) return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest";
    }

    private static JsonObject Open(JsonObject map, string name)
    {
        if (map[name] is JsonObject existing) return existing;
        var made = new JsonObject();
        map[name] = made;
        return made;
    }

    private static void Set(JsonObject map, string name, JsonNode? value)
    {
        if (map[name] is null) map[name] = value;
    }

    private static string? Text(JsonObject map, string name) =>
        map[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
