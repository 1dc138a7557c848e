using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Reads and writes fields of an object's JSON by field path. It knows nothing of the text that declares it.</summary>
internal sealed class ObjectFields(JsonObject obj, string group, string kind)
{
    /// <summary>Whether the object has a field, and its value.</summary>
    public bool TryGet(FieldPath path, out JsonNode? value)
    {
        value = obj;
        var at = FieldPath.Root;
        foreach (var element in path.Elements)
        {
            if (!TryChild(value, at, element, out value)) return false;
            at = at.Append(element);
        }

        return true;
    }

    /// <summary>Sets a field; objects on the way are made, an item that is not there is appended.</summary>
    /// <returns>False when the way leads through an item that is not there.</returns>
    public bool Set(FieldPath path, JsonNode? value)
    {
        JsonNode node = obj;
        var at = FieldPath.Root;
        for (var i = 0; i < path.Elements.Length; i++)
        {
            var element = path.Elements[i];
            var isLast = i == path.Elements.Length - 1;
            if (!TryChild(node, at, element, out var child) || child is null || isLast)
            {
                if (!isLast && element is not PathElement.Field) return false;
                child = isLast ? value?.DeepClone() : path.Elements[i + 1] is PathElement.Field ? new JsonObject() : new JsonArray();
                if (!Put(node, at, element, child)) return false;
            }

            if (!isLast) node = child!;
            at = at.Append(element);
        }

        return true;
    }

    /// <summary>Removes a field that is there.</summary>
    public void Remove(FieldPath path)
    {
        var parent = FieldPath.Of(path.Elements[..^1]);
        if (!TryGet(parent, out var node)) return;
        if (node is JsonObject map && path.Elements[^1] is PathElement.Field(var name)) map.Remove(name);
        else if (node is JsonArray list && IndexOf(list, parent, path.Elements[^1]) is { } index) list.RemoveAt(index);
    }

    private bool TryChild(JsonNode? node, FieldPath at, PathElement element, out JsonNode? child)
    {
        child = null;
        if (element is PathElement.Field(var name)) return node is JsonObject map && map.TryGetPropertyValue(name, out child);
        if (node is not JsonArray list || IndexOf(list, at, element) is not { } index) return false;
        child = list[index];
        return true;
    }

    private bool Put(JsonNode node, FieldPath at, PathElement element, JsonNode? child)
    {
        if (element is PathElement.Field(var name) && node is JsonObject map) map[name] = child;
        else if (node is JsonArray list && IndexOf(list, at, element) is { } index) list[index] = child;
        else if (node is JsonArray longer && (element is PathElement.Key || element is PathElement.Index(var next) && next == longer.Count)) longer.Add(child);
        else return false;
        return true;
    }

    private int? IndexOf(JsonArray list, FieldPath at, PathElement element)
    {
        if (element is PathElement.Index(var index)) return index < list.Count ? index : null;
        var keys = ListKeys.Of(group, kind, at);
        for (var i = 0; i < list.Count; i++)
        {
            using var item = JsonDocument.Parse(list[i]?.ToJsonString() ?? "null");
            if (keys?.KeyOf(item.RootElement)?.Equals(element) == true) return i;
        }

        return null;
    }
}
