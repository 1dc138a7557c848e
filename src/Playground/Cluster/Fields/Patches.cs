namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>The three patches of the API: objects in, a new object out.</summary>
internal static class Patches
{
    /// <summary>JSON Patch (RFC 6902).</summary>
    /// <exception cref="PatchException">An operation is malformed or does not fit; a test fails.</exception>
    public static JsonObject Json(JsonObject live, JsonArray patch) => JsonPatch.Apply(live, patch);

    /// <summary>JSON Merge Patch (RFC 7386).</summary>
    public static JsonObject Merge(JsonObject live, JsonObject patch) => (JsonObject)MergeNode(live, patch)!;

    /// <summary>Strategic merge patch: lists merge by key where the schema says so, directives begin with $.</summary>
    /// <exception cref="PatchException">A directive is malformed, or an element has no merge key.</exception>
    public static JsonObject Strategic(JsonObject live, JsonObject patch, Schema schema) =>
        StrategicMergePatch.Apply(live, patch, schema);

    private static JsonNode? MergeNode(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var merged = target is JsonObject map ? (JsonObject)map.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = MergeNode(merged[name], value);
        }

        return merged;
    }
}
