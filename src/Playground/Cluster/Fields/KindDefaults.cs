namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What a kind's decoding does before anything else.</summary>
internal static class KindDefaults
{
    public static void BeforeDecoding(JsonObject obj, KindRow row)
    {
        if (row is not { Group: "", Kind: "Secret" } || obj["stringData"] is not JsonObject texts) return;
        if (obj["data"] is not JsonObject data) obj["data"] = data = [];
        foreach (var (key, text) in texts)
        {
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
        }

        obj.Remove("stringData");
    }
}
