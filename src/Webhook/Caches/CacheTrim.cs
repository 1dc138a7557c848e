using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;

namespace GitOpsGuard.Webhook.Caches;

/// <summary>Cuts objects to what decisions need, so that a large cluster fits into little memory.</summary>
internal static class CacheTrim
{
    private static readonly string[] Kept = ["name", "namespace", "uid", "resourceVersion", "deletionTimestamp"];

    /// <summary>Only who the object is and whether it is being deleted.</summary>
    internal static JsonElement Identity(JsonElement obj) => Element(new JsonObject { ["metadata"] = Metadata(obj) });

    /// <summary>Of a GitSync also its account, its source and what it applied last.</summary>
    internal static JsonElement Sync(JsonElement obj) => Element(new JsonObject
    {
        ["metadata"] = Metadata(obj),
        ["spec"] = new JsonObject
        {
            ["serviceAccountName"] = Json.TextAt(obj, "spec", "serviceAccountName"),
            ["sourceRef"] = new JsonObject { ["name"] = Json.TextAt(obj, "spec", "sourceRef", "name") },
        },
        ["status"] = new JsonObject { ["lastAppliedRevision"] = Json.TextAt(obj, "status", "lastAppliedRevision") },
    });

    /// <summary>Its labels as well.</summary>
    internal static JsonElement Labelled(JsonElement obj)
    {
        var metadata = Metadata(obj);
        metadata["labels"] = new JsonObject(Json.TextMembers(Json.At(obj, "metadata", "labels")).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return Element(new JsonObject { ["metadata"] = metadata });
    }

    /// <summary>Of a pod also its account, its node and whether it has ended.</summary>
    internal static JsonElement Pod(JsonElement obj) => Element(new JsonObject
    {
        ["metadata"] = Metadata(obj),
        ["spec"] = new JsonObject
        {
            ["serviceAccountName"] = Json.TextAt(obj, "spec", "serviceAccountName"),
            ["nodeName"] = Json.TextAt(obj, "spec", "nodeName"),
        },
        ["status"] = new JsonObject { ["phase"] = Json.TextAt(obj, "status", "phase") },
    });

    private static JsonObject Metadata(JsonElement obj)
    {
        var metadata = new JsonObject();
        foreach (var name in Kept)
        {
            if (Json.TextAt(obj, "metadata", name) is { Length: > 0 } text) metadata[name] = text;
        }

        return metadata;
    }

    private static JsonElement Element(JsonObject obj) => JsonElement.Parse(obj.ToJsonString());
}
