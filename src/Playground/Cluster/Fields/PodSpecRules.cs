using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Rules of a pod: its containers, their ports, mounts and resources.</summary>
internal static class PodSpecRules
{
    public static void Check(List<FieldError> errors, string path, JsonObject spec)
    {
        if (spec["containers"] is not JsonArray { Count: > 0 }) errors.Add(FieldError.Required($"{path}.containers"));
        var volumes = (spec["volumes"] as JsonArray ?? []).Select(volume => volume?["name"]?.ToString()).ToHashSet();
        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var (index, container) in (spec[list] as JsonArray ?? []).OfType<JsonObject>().Index())
            {
                Container(errors, $"{path}.{list}[{index}]", container, volumes);
            }
        }
    }

    /// <summary>Checks that a port is between 1 and 65535.</summary>
    public static void Port(List<FieldError> errors, string path, JsonNode? value)
    {
        if (value is not JsonValue port || !port.TryGetValue(out int number) || number is > 0 and < 65536) return;
        errors.Add(FieldError.Invalid(path, number, "must be between 1 and 65535, inclusive"));
    }

    private static void Container(List<FieldError> errors, string path, JsonObject container, HashSet<string?> volumes)
    {
        if (container["name"]?.ToString() is { Length: > 0 } name && Names.LabelProblem(name) is { } problem)
        {
            errors.Add(FieldError.Invalid($"{path}.name", name, problem));
        }

        if (string.IsNullOrEmpty(container["image"]?.ToString())) errors.Add(FieldError.Required($"{path}.image"));
        foreach (var (index, port) in (container["ports"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            Port(errors, $"{path}.ports[{index}].containerPort", port["containerPort"]);
        }

        foreach (var (index, mount) in (container["volumeMounts"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            if (mount["name"]?.ToString() is { Length: > 0 } volume && !volumes.Contains(volume))
            {
                errors.Add(new FieldError($"{path}.volumeMounts[{index}].name", "FieldValueNotFound", $"Not found: \"{volume}\""));
            }
        }

        Resources(errors, $"{path}.resources", container["resources"] as JsonObject ?? []);
    }

    private static void Resources(List<FieldError> errors, string path, JsonObject resources)
    {
        foreach (var (name, request) in resources["requests"] as JsonObject ?? [])
        {
            if (resources["limits"]?[name]?.ToString() is not { } limit || request is null) continue;
            if (Quantity.Nano(request.ToString()) <= Quantity.Nano(limit)) continue;
            errors.Add(FieldError.Invalid($"{path}.requests", request.ToString(), $"must be less than or equal to {name} limit of {limit}"));
        }
    }
}
