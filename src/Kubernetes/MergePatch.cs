using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes;

/// <summary>JSON merge patches (RFC 7396).</summary>
public static class MergePatch
{
    /// <summary>
    /// The smallest patch that turns one object into the other, or null where they are equal. Members that are null in
    /// <paramref name="after"/> count as absent, since a merge patch cannot say otherwise.
    /// </summary>
    public static JsonObject? Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in before)
            if (value is not null && after[name] is null) patch[name] = null;
        foreach (var (name, value) in after)
        {
            if (value is null) continue;
            if (value is JsonObject now && before[name] is JsonObject then)
            {
                if (Between(then, now) is { } inner) patch[name] = inner;
            }
            else if (!JsonNode.DeepEquals(before[name], value))
            {
                patch[name] = value.DeepClone();
            }
        }

        return patch.Count == 0 ? null : patch;
    }
}
