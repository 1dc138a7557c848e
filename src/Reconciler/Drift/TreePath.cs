using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Walks an object along a field path.</summary>
internal static class TreePath
{
    /// <summary>Removes what lies at the path, if anything does.</summary>
    public static void Remove(JsonObject root, FieldPath path)
    {
        JsonNode? at = root;
        foreach (var step in path.Elements.SkipLast(1)) at = Below(at, step);
        switch (at, path.Elements.LastOrDefault())
        {
            case (JsonObject map, PathElement.Field(var name)):
                map.Remove(name);
                break;
            case (JsonArray list, { } step) when Find(list, step) is >= 0 and var index:
                list.RemoveAt(index);
                break;
        }
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="ancestor"/> or lies below it. One that names a list's item by its place may be any item.</summary>
    public static bool Reaches(FieldPath path, FieldPath ancestor)
    {
        if (path.Elements.Length < ancestor.Elements.Length) return false;
        for (var i = 0; i < ancestor.Elements.Length; i++)
        {
            var (left, right) = (path.Elements[i], ancestor.Elements[i]);
            if (!left.Equals(right) && ((left is PathElement.Field) || (right is PathElement.Field) || (left is not PathElement.Index && right is not PathElement.Index)))
                return false;
        }

        return true;
    }

    private static JsonNode? Below(JsonNode? at, PathElement step) => (at, step) switch
    {
        (JsonObject map, PathElement.Field(var name)) => map[name],
        (JsonArray list, _) when Find(list, step) is >= 0 and var index => list[index],
        _ => null,
    };

    private static int Find(JsonArray list, PathElement step)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var matches = step switch
            {
                PathElement.Index(var index) => index == i,
                PathElement.Key key => list[i] is JsonObject item && key.Keys.All(k => item[k.Key]?.ToString() == k.Value),
                PathElement.SetItem(var value) => list[i]?.ToString() == value,
                _ => false,
            };
            if (matches) return i;
        }

        return -1;
    }
}
