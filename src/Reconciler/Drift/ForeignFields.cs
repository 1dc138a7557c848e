using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>
/// Closed fields that other managers put on an object of ours. Server-side apply leaves them, so they are handed to our own entry
/// of <c>managedFields</c>: the next apply, which does not name them, removes them. Pure.
/// </summary>
internal static class ForeignFields
{
    /// <summary>The patch that hands them over.</summary>
    /// <returns>A JSON patch that tests the object's version; null when there is nothing to hand over.</returns>
    public static JsonArray? Handover(JsonElement live, ClosedRegion region)
    {
        var closed = Added(live, region);
        if (closed.Count == 0 || JsonNode.Parse(live.GetRawText()) is not JsonObject obj) return null;
        var entries = obj["metadata"]?["managedFields"] as JsonArray ?? [];
        if (entries.OfType<JsonObject>().FirstOrDefault(e => IsOurs(e) && Text(e, "operation") == "Apply") is not { } own) return null;
        if (own["fieldsV1"] is not JsonObject ownFields) return null;
        var moved = false;
        foreach (var entry in entries.OfType<JsonObject>().Where(IsForeign))
        {
            if (entry["fieldsV1"] is not JsonObject fields || Split(fields, FieldPath.Root, closed) is not { } taken) continue;
            Merge(ownFields, taken);
            moved = true;
        }

        if (!moved) return null;
        var kept = entries.OfType<JsonObject>().Where(e => e["fieldsV1"] is not JsonObject { Count: 0 }).Select(e => e.DeepClone()).ToArray();
        return
        [
            new JsonObject { ["op"] = "test", ["path"] = "/metadata/resourceVersion", ["value"] = obj["metadata"]!["resourceVersion"]!.DeepClone() },
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/managedFields", ["value"] = new JsonArray(kept) },
        ];
    }

    /// <summary>Closed places at which the object holds what only other managers declare.</summary>
    private static List<FieldPath> Added(JsonElement live, ClosedRegion region)
    {
        var entries = ManagedFieldsReader.Read(live);
        var ours = entries.Where(e => e.Manager == Names.FieldManager).Select(e => e.Fields).ToList();
        var foreign = entries
            .Where(e => e.Manager != Names.FieldManager && e.Subresource.Length == 0)
            .SelectMany(e => e.Fields.Paths())
            .Where(path => !ours.Exists(set => Holds(set, path)))
            .ToList();
        if (foreign.Count == 0 || JsonNode.Parse(live.GetRawText()) is not JsonObject without) return [];
        foreach (var path in foreign.OrderBy(p => p.Elements.Length)) TreePath.Remove(without, path);
        using var stripped = JsonDocument.Parse(without.ToJsonString());
        return [.. ClosedComparison.Differences(stripped.RootElement, live, region).Select(d => d.Path)];
    }

    /// <summary>Whether the set has the path itself or anything below it.</summary>
    private static bool Holds(FieldSet set, FieldPath path)
    {
        foreach (var step in path.Elements) set = set.Below(step);
        return !set.IsEmpty;
    }

    /// <summary>Takes out of a tree of fields what lies at closed places.</summary>
    /// <returns>What was taken; null when nothing was.</returns>
    private static JsonObject? Split(JsonObject fields, FieldPath at, List<FieldPath> closed)
    {
        JsonObject? taken = null;
        foreach (var (name, value) in fields.ToList())
        {
            if (value is not JsonObject below) continue;
            JsonObject? part = null;
            if (name != "." && Step(name) is { } step)
            {
                var path = at.Append(step);
                if (closed.Exists(c => TreePath.Reaches(path, c)) || (below.Count == 0 && closed.Exists(c => TreePath.Reaches(c, path))))
                {
                    fields.Remove(name);
                    part = below;
                }
                else if (closed.Exists(c => TreePath.Reaches(c, path)) && (part = Split(below, path, closed)) is not null && below.Count == 0)
                {
                    fields.Remove(name);
                }
            }

            if (part is not null) (taken ??= [])[name] = part;
        }

        return taken;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from.ToList())
        {
            from.Remove(name);
            if (into[name] is JsonObject there && value is JsonObject below) Merge(there, below);
            else into[name] = value;
        }
    }

    private static PathElement? Step(string name)
    {
        using var single = JsonDocument.Parse(new JsonObject { [name] = new JsonObject() }.ToJsonString());
        return FieldSet.FromFieldsV1(single.RootElement).Children.Keys.FirstOrDefault();
    }

    private static bool IsOurs(JsonObject entry) => Text(entry, "manager") == Names.FieldManager && Text(entry, "subresource").Length == 0;

    private static bool IsForeign(JsonObject entry) => Text(entry, "manager") != Names.FieldManager && Text(entry, "subresource").Length == 0;

    private static string Text(JsonObject entry, string name) => entry[name]?.GetValue<string>() ?? "";
}
