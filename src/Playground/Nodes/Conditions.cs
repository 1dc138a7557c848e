namespace GitOpsGuard.Playground.Nodes;

/// <summary>Conditions whose times move only when they change.</summary>
internal static class Conditions
{
    /// <summary>The condition to write: the one that is there when it says the same already.</summary>
    public static JsonObject Next(
        JsonObject item, string type, string status, string reason, string message, TimeProvider time)
    {
        var old = (item["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(condition => (string?)condition["type"] == type);
        if (old is not null && (string?)old["status"] == status && (string?)old["reason"] == reason)
            return old.DeepClone().AsObject();

        var now = Now(time);
        var sameStatus = old is not null && (string?)old["status"] == status;
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastUpdateTime"] = now,
            ["lastTransitionTime"] = sameStatus ? (string?)old!["lastTransitionTime"] : now,
        };
    }

    /// <summary>The time as Kubernetes writes it, to the second.</summary>
    public static string Now(TimeProvider time) =>
        time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
