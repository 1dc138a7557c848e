namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Values as the API server's messages print them: <c>map[spec:map[replicas:3]]</c>.</summary>
internal static class GoText
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{Of(entry.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Of))}]",
        _ => value.Text() ?? value.ToJsonString(),
    };
}
