namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject live, JsonObject patch)
    {
        var merged = live.Copy();
        foreach (var (name, value) in patch)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = value is JsonObject changes ? Apply(merged[name] as JsonObject ?? [], changes) : value.DeepClone();
        }

        return merged;
    }
}
