using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>Writes a status only where it says something new, with times that move only when what they tell of does.</summary>
internal static class StatusPatch
{
    private const string Now = "@now";

    /// <summary>The writes that make an object's status the wanted one, in which <c>@now</c> stands for times: one or none.</summary>
    public static IEnumerable<Write> For(Resource kind, JsonObject item, JsonObject wanted, TimeProvider time)
    {
        var live = item.Map("status");
        var status = (JsonObject)Timed(wanted, live, Trees.Timestamp(time.GetUtcNow()))!;
        if (status.All(member => Same(member.Value, live?[member.Key]))) yield break;
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = item.Name(), ["namespace"] = item.Namespace() },
            ["status"] = status,
        };
        yield return new Write(WriteVerb.Merge, kind, patch, "status");
    }

    /// <summary>A time stays while the status beside it does.</summary>
    private static JsonNode? Timed(JsonNode? wanted, JsonNode? live, string now) => wanted switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, member.Value.Text() == Now
            ? (map.Text("status") == live.Text("status") ? live.Text(member.Key) : null) ?? now
            : Timed(member.Value, live.At(member.Key), now)))),
        JsonArray list => new JsonArray([.. list.Select(item => Timed(item, Counterpart(item, live), now))]),
        _ => wanted?.DeepClone(),
    };

    /// <summary>The live item of the same type or name.</summary>
    private static JsonNode? Counterpart(JsonNode? item, JsonNode? live) =>
        live.Items().FirstOrDefault(other => other.Text("type") == item.Text("type") && other.Text("name") == item.Text("name"));

    /// <summary>Servers leave numbers out that are zero.</summary>
    private static bool Same(JsonNode? wanted, JsonNode? live) =>
        JsonNode.DeepEquals(wanted, live) || (live is null && wanted?.ToJsonString() == "0");
}
