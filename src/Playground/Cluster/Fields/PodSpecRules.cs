namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Rules of a pod: its containers, their ports, mounts and resources.</summary>
internal static class PodSpecRules
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] ProbeNumbers = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

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
        if (container["name"]?.ToString() is { Length: > 0 } name && NameForms.LabelProblem(name) is { } problem)
        {
            errors.Add(FieldError.Invalid($"{path}.name", name, problem));
        }

        if (string.IsNullOrEmpty(container["image"]?.ToString())) errors.Add(FieldError.Required($"{path}.image"));
        foreach (var (index, port) in (container["ports"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            if (KindRules.Number(port["containerPort"]) != 0) Port(errors, $"{path}.ports[{index}].containerPort", port["containerPort"]);
            if (port["name"]?.ToString() is { Length: > 0 } portName && !portName.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '-'))
            {
                errors.Add(FieldError.Invalid(
                    $"{path}.ports[{index}].name", portName, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"));
            }
        }

        Mounts(errors, path, container, volumes);
        foreach (var probe in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
        {
            if (container[probe] is JsonObject value) Probe(errors, $"{path}.{probe}", value);
        }

        Resources(errors, $"{path}.resources", container["resources"] as JsonObject ?? []);
    }

    private static void Mounts(List<FieldError> errors, string path, JsonObject container, HashSet<string?> volumes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);

        foreach (var (index, mount) in (container["volumeMounts"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            if (mount["name"]?.ToString() is { Length: > 0 } volume && !volumes.Contains(volume))
            {
                errors.Add(new FieldError($"{path}.volumeMounts[{index}].name", "FieldValueNotFound", $"Not found: \"{volume}\""));
            }

            if (mount["mountPath"]?.ToString() is { Length: > 0 } place && !seen.Add(place))
            {
                errors.Add(FieldError.Invalid($"{path}.volumeMounts[{index}].mountPath", place, "must be unique"));
            }
        }
    }

    private static void Probe(List<FieldError> errors, string path, JsonObject probe)
    {
        if (!Handlers.Any(handler => probe[handler] is not null)) errors.Add(FieldError.Required(path, "must specify a handler type"));
        foreach (var field in ProbeNumbers)
        {
            if (KindRules.Number(probe[field]) < 0)
            {
                errors.Add(FieldError.Invalid($"{path}.{field}", probe[field]!.DeepClone(), "must be greater than or equal to 0"));
            }
        }
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
