namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// The form that a built-in object has after the server read and wrote it: unknown fields and nulls are gone, so are
/// empty values of optional fields, and quantities are written canonically.
/// </summary>
internal static class Canonical
{
    // Optional strings that may be empty and stay so.
    private static readonly FrozenSet<string> EmptyTexts = FrozenSet.Create(StringComparer.Ordinal,
        "storageClassName", "ingressClassName", "loadBalancerClass", "appProtocol", "holderIdentity",
        "runtimeClassName", "volumeAttributesClassName", "type", "service");

    // Optional numbers and booleans that the server does not write when they are zero or false.
    private static readonly FrozenSet<string> UnwrittenZeros = FrozenSet.Create(StringComparer.Ordinal,
        "hostNetwork", "hostPID", "hostIPC", "readOnly", "stdin", "stdinOnce", "tty", "paused", "unschedulable",
        "publishNotReadyAddresses", "preserveUnknownFields", "nullable", "uniqueItems", "exclusiveMinimum",
        "exclusiveMaximum", "deprecated", "globalDefault", "nonExpiring",
        "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
        "minReadySeconds", "nodePort", "hostPort", "healthCheckNodePort", "observedGeneration", "readyReplicas",
        "availableReplicas", "updatedReplicas", "unavailableReplicas", "currentReplicas", "fullyLabeledReplicas",
        "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "active", "succeeded", "failed", "priority",
        "count", "generation");

    public static void Apply(JsonObject obj, Schema schema) => Clean(obj, schema);

    private static void Clean(JsonObject map, Schema schema)
    {
        foreach (var (name, value) in map.ToArray())
        {
            var type = schema.Member(name);
            if (type is null || value is null && schema.Shape == SchemaShape.Struct)
            {
                map.Remove(name);
                continue;
            }

            Clean(map, name, value, type);
            if (schema.Shape == SchemaShape.Struct && !type.Required && !type.Always && IsUnwritten(name, map[name], type))
            {
                map.Remove(name);
            }
        }
    }

    private static void Clean(JsonObject owner, string name, JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map when schema.Shape is SchemaShape.Struct or SchemaShape.Map:
                Clean(map, schema);
                break;
            case JsonArray list when schema.Shape == SchemaShape.List:
                foreach (var element in list.OfType<JsonObject>()) Clean(element, schema.Element);
                break;
            case JsonValue scalar when schema.Format == "quantity":
                if (Quantity.Canonical(scalar.ToString()) is { } text) owner[name] = text;
                break;
            default:
                break;
        }
    }

    private static bool IsUnwritten(string name, JsonNode? value, Schema schema) => value switch
    {
        JsonArray list => list.Count == 0 && schema.Shape == SchemaShape.List,
        JsonObject map => map.Count == 0 && schema.Shape == SchemaShape.Map,
        JsonValue scalar when scalar.TryGetValue(out string? text) => text.Length == 0 && !EmptyTexts.Contains(name),
        JsonValue scalar when scalar.TryGetValue(out bool flag) => !flag && UnwrittenZeros.Contains(name),
        JsonValue scalar when scalar.TryGetValue(out double number) => number == 0 && UnwrittenZeros.Contains(name),
        _ => false,
    };
}
