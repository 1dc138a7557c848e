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
        var status = new JsonObject { ["replicas"] = stored.Number(Path(type, "statusReplicasPath", "status", "replicas")) ?? 0 };
        if (Selector(type, stored) is { } selector) status["selector"] = selector;
        var spec = new JsonObject();
        if (stored.Number(Path(type, "specReplicasPath", "spec", "replicas")) is { } replicas and not 0) spec["replicas"] = replicas;
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = status,
        };
    }

    /// <summary>Writes the replicas of a Scale into the object that it stands for.</summary>
    public static JsonObject Into(ResourceRequest request, JsonObject stored, JsonObject scale)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            throw ApiError.Invalid("autoscaling", "Scale", request.Name!,
                [("spec.replicas", "FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0")]);
        }

        var path = Path(request.Type, "specReplicasPath", "spec", "replicas");
        var target = stored;
        foreach (var key in path[..^1]) target = target.Open(key);
        target[path[^1]] = replicas;
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version) stored.Metadata["resourceVersion"] = version;
        return stored;
    }

    private static string[] Path(ResourceType type, string name, params string[] usual) =>
        type.Custom?.Scale?.Text(name) is { } path ? path.TrimStart('.').Split('.') : usual;

    private static string? Selector(ResourceType type, JsonObject stored)
    {
        if (type.Custom is not null)
        {
            return type.Custom.Scale?.Text("labelSelectorPath") is null
                ? null
                : stored.Text(Path(type, "labelSelectorPath"));
        }

        var selector = stored.Map("spec", "selector");
        if (type.Row.Plural == "replicationcontrollers")
            return selector is null ? null : string.Join(',', selector.Select(entry => $"{entry.Key}={entry.Value.Text()}"));
        return LabelSelector.Of(selector).ToString();
    }
}
