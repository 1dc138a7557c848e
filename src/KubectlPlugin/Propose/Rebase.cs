using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>
/// Carries a change of the live object over to what Git declares: what the change leaves alone keeps Git's value, so that
/// defaults which only the live object has do not reach Git.
/// </summary>
internal sealed class Rebase(string group, string kind)
{
    /// <summary>What Git should declare.</summary>
    /// <param name="declared">What it declares now.</param>
    /// <param name="from">The live value before the change.</param>
    /// <param name="to">The live value that was asked for.</param>
    /// <param name="at">Where the value lies in the object.</param>
    public JsonNode? Onto(JsonNode? declared, JsonNode? from, JsonNode? to, FieldPath at)
    {
        if (JsonValues.Same(declared, from)) return to?.DeepClone();
        return (declared, from, to) switch
        {
            (JsonObject d, JsonObject f, JsonObject t) => Members(d, f, t, at),
            (JsonArray d, JsonArray f, JsonArray t) => Items(d, f, t, at),
            _ => to?.DeepClone(),
        };
    }

    private JsonObject Members(JsonObject declared, JsonObject from, JsonObject to, FieldPath at)
    {
        var result = declared.DeepClone().AsObject();
        foreach (var (name, _) in from)
            if (!to.ContainsKey(name)) result.Remove(name);
        foreach (var (name, value) in to)
        {
            if (from.TryGetPropertyValue(name, out var before) && JsonValues.Same(before, value)) continue;
            result[name] = declared.TryGetPropertyValue(name, out var own) ? Onto(own, before, value, at.Append(name)) : value?.DeepClone();
        }

        return result;
    }

    private JsonArray Items(JsonArray declared, JsonArray from, JsonArray to, FieldPath at)
    {
        if (ListKeys.Of(group, kind, at) is { } map && Keyed(declared, map) is { } d && Keyed(from, map) is { } f && Keyed(to, map) is { } t)
            return ByKey(d, f, t, at);
        if (declared.Count != from.Count || from.Count != to.Count) return to.DeepClone().AsArray();
        return [.. Enumerable.Range(0, to.Count).Select(i => JsonValues.Same(from[i], to[i])
            ? declared[i]?.DeepClone()
            : Onto(declared[i], from[i], to[i], at.Append(new PathElement.Index(i))))];
    }

    private JsonArray ByKey(
        Dictionary<PathElement.Key, JsonNode?> declared, Dictionary<PathElement.Key, JsonNode?> from, Dictionary<PathElement.Key, JsonNode?> to, FieldPath at)
    {
        var result = new JsonArray();
        foreach (var (key, value) in to)
        {
            var isOwn = declared.TryGetValue(key, out var own);
            var isKept = from.TryGetValue(key, out var before) && JsonValues.Same(before, value);
            if (isKept && !isOwn) continue;
            result.Add(isKept ? own?.DeepClone() : isOwn ? Onto(own, before, value, at.Append(key)) : value?.DeepClone());
        }

        foreach (var (key, own) in declared)
            if (!to.ContainsKey(key) && !from.ContainsKey(key)) result.Add(own?.DeepClone());
        return result;
    }

    /// <summary>The items by their keys, in their order; null when one has no key or two have the same.</summary>
    private static Dictionary<PathElement.Key, JsonNode?>? Keyed(JsonArray list, ListMap map)
    {
        var items = new Dictionary<PathElement.Key, JsonNode?>();
        foreach (var item in list)
        {
            using var json = JsonDocument.Parse(item?.ToJsonString() ?? "null");
            if (map.KeyOf(json.RootElement) is not { } key || !items.TryAdd(key, item)) return null;
        }

        return items;
    }
}
