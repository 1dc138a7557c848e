using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>An explanation for programs.</summary>
internal static class ExplanationJson
{
    public static JsonObject Of(Explanation explanation)
    {
        var json = new JsonObject
        {
            ["object"] = new JsonObject
            {
                ["group"] = explanation.Object.Group,
                ["kind"] = explanation.Object.Kind,
                ["namespace"] = explanation.Object.Namespace,
                ["name"] = explanation.Object.Name,
            },
            ["managed"] = explanation.Marker is not null,
        };
        if (explanation.Owner is { } owner) json["owner"] = owner;
        if (explanation.Marker is { } marker) json["sync"] = Sync(marker.SyncNamespace, marker.SyncName, explanation.Sync);
        if (explanation is { Entry: { } entry, Inventory: { } inventory }) json["declared"] = Declared(entry, inventory);
        if (explanation.Unread.Count > 0) json["unread"] = new JsonArray([.. explanation.Unread.Select(unread => JsonValue.Create(unread))]);
        return json;
    }

    private static JsonObject Sync(string ns, string name, KindObject<GitSyncSpec, GitSyncStatus>? sync)
    {
        var json = new JsonObject { ["namespace"] = ns, ["name"] = name };
        if (sync is null) return json;
        var ready = sync.Status.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);
        json["ready"] = ready?.Status ?? "Unknown";
        json["reason"] = ready?.Reason;
        json["message"] = ready?.Message;
        json["suspended"] = sync.Spec.Suspend;
        json["lastAppliedRevision"] = sync.Status.LastAppliedRevision;
        return json;
    }

    private static JsonObject Declared(InventoryEntry entry, SyncInventorySpec inventory)
    {
        var lines = new JsonObject();
        foreach (var (path, line) in (entry.Lines ?? new Dictionary<string, int>()).OrderBy(line => line.Value)) lines[path] = line;
        return new()
        {
            ["repository"] = inventory.Repository,
            ["revision"] = inventory.Revision,
            ["file"] = entry.File,
            ["document"] = entry.Document,
            ["line"] = entry.Line,
            ["fields"] = lines,
        };
    }
}
