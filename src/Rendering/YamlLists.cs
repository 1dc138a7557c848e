using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>Between the places of items in a file and the keys by which field paths name them.</summary>
public static class YamlLists
{
    /// <summary>The step by which a field path names an item: by its keys, or by its place where it has none.</summary>
    public static PathElement StepTo(ListMap? keys, YamlNode item, int index) =>
        YamlAlias.Resolve(item) is YamlMapping map && keys?.KeyOf(name => Text(map, name)) is { } key
            ? key
            : new PathElement.Index(index);

    /// <summary>The way through a file's value that a field path names.</summary>
    /// <param name="object">The object's node.</param>
    /// <param name="group">API group of the object.</param>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="path">The path; the steps behind the last value that exists must be members.</param>
    /// <returns>Null when a step names an item that is not there.</returns>
    public static IReadOnlyList<YamlStep>? Locate(YamlNode @object, string group, string kind, FieldPath path)
    {
        var steps = new List<YamlStep>();
        var node = (YamlNode?)@object;
        var at = FieldPath.Root;
        foreach (var element in path.Elements)
        {
            if (Step(node, group, kind, at, element) is not { } step) return null;
            steps.Add(step);
            node = Child(node, step);
            at = at.Append(element);
        }

        return steps;
    }

    private static YamlStep? Step(YamlNode? node, string group, string kind, FieldPath at, PathElement element)
    {
        if (element is PathElement.Field(var name)) return name;
        if (node is null || YamlAlias.Resolve(node) is not YamlSequence list) return null;
        if (element is PathElement.Index(var index)) return index < list.Items.Count ? index : null;
        var keys = ListKeys.Of(group, kind, at);
        for (var i = 0; i < list.Items.Count; i++)
            if (StepTo(keys, list.Items[i], i).Equals(element)) return i;
        return null;
    }

    /// <summary>The child that a step leads to, aliases and merge keys followed; null where there is none.</summary>
    public static YamlNode? Child(YamlNode? node, YamlStep step) =>
        (node is null ? null : YamlAlias.Resolve(node), step.Member) switch
        {
            (YamlMapping map, { } name) => map.Members.TryGetValue(name, out var entry) ? entry.Value : null,
            (YamlSequence list, null) when step.Item < list.Items.Count => list.Items[step.Item],
            _ => null,
        };

    private static string? Text(YamlMapping map, string name) =>
        map.Members.TryGetValue(name, out var entry) && YamlAlias.Resolve(entry.Value) is YamlScalar scalar
            ? scalar.ToJson() switch
            {
                null => null,
                JsonValue value when value.TryGetValue<string>(out var text) => text,
                var value => value.ToJsonString(),
            }
            : null;
}
