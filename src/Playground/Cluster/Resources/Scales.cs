using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>The scale subresource: a small object that stands for two fields of a larger one.</summary>
internal static class Scales
{
    /// <summary>The Scale of an object.</summary>
    public static JsonObject Of(ResourceType type, JsonObject stored)
    {
        var metadata = new JsonObject();
        foreach (var key in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            metadata.Put(key, stored.At("metadata", key));
        var status = new JsonObject { ["replicas"] = stored.Number(Path(type, "status")) ?? 0 };
        if (Selector(type, stored) is { } selector) status["selector"] = selector;
        var spec = new JsonObject();
        if (stored.Number(Path(type, "spec")) is { } replicas and not 0) spec["replicas"] = replicas;
        return new JsonObject
        {
            ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status,
        };
    }

    /// <summary>Writes the replicas of a Scale into the object that it stands for.</summary>
    public static JsonObject Into(ResourceRequest request, JsonObject stored, JsonObject scale)
    {
        Write(request, stored, scale);
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version) stored.Metadata["resourceVersion"] = version;
        return stored;
    }

    /// <summary>What an applied Scale says about the object that it stands for.</summary>
    public static JsonObject Configuration(ResourceRequest request, JsonObject scale)
    {
        if ((scale.Text("apiVersion"), scale.Text("kind")) is not (null or "autoscaling/v1", null or "Scale"))
            throw ApiError.BadRequest($"invalid object type: {scale.Text("apiVersion")}, Kind={scale.Text("kind")}");
        var configuration = new JsonObject();
        if (scale.Has("spec", "replicas")) Write(request, configuration, scale);
        return configuration;
    }

    private static void Write(ResourceRequest request, JsonObject target, JsonObject scale)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            throw ApiError.Invalid("autoscaling", "Scale", request.Name!,
                FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0"));
        }

        var path = Path(request.Type, "spec");
        foreach (var key in path[..^1]) target = target.Open(key);
        target[path[^1]] = replicas;
    }

    private static string[] Path(ResourceType type, string part) =>
        type.Custom?.Scale?.Text($"{part}ReplicasPath")?.TrimStart('.').Split('.') ?? [part, "replicas"];

    private static string? Selector(ResourceType type, JsonObject stored)
    {
        if (type.Custom is { } custom) return custom.Scale?.Text("labelSelectorPath") is { } path ? stored.Text(path.TrimStart('.').Split('.')) : null;
        var selector = stored.Map("spec", "selector");
        return type.Row.Plural != "replicationcontrollers"
            ? LabelSelector.Of(selector).ToString()
            : selector is null ? null : string.Join(',', selector.Select(entry => $"{entry.Key}={entry.Value.Text()}"));
    }
}
