namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>A patch that cannot be read or applied; the message is what the server answers.</summary>
/// <param name="message">The server's words.</param>
/// <param name="isUnprocessable">Whether the answer is 422 (the patch does not fit the object) and not 400.</param>
internal sealed class PatchException(string message, bool isUnprocessable = false) : Exception(message)
{
    public bool IsUnprocessable { get; } = isUnprocessable;
}

/// <summary>The three patches of the API: objects in, a new object out.</summary>
internal static class Patches
{
    /// <summary>JSON Patch (RFC 6902).</summary>
    /// <exception cref="PatchException">An operation is malformed or does not fit; a test fails.</exception>
    public static JsonObject Json(JsonObject live, JsonArray patch) => JsonPatch.Apply(live, patch);

    /// <summary>JSON Merge Patch (RFC 7386).</summary>
    public static JsonObject Merge(JsonObject live, JsonObject patch)
    {
        var merged = live.Copy();
        foreach (var (name, value) in patch)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = value is JsonObject changes ? Merge(merged[name] as JsonObject ?? [], changes) : value.DeepClone();
        }

        return merged;
    }

    /// <summary>Strategic merge patch: lists merge by key where the schema says so, directives begin with $.</summary>
    /// <exception cref="PatchException">A directive is malformed, or an element has no merge key.</exception>
    public static JsonObject Strategic(JsonObject live, JsonObject patch, Schema schema) =>
        StrategicMergePatch.Apply(live, patch, schema);
}
