using System.Globalization;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Walks an object along a field path.</summary>
internal static class TreePath
{
    /// <summary>What lies at the path; null when nothing does.</summary>
    public static JsonNode? Find(JsonNode? at, FieldPath path)
    {
        foreach (var step in path.Elements) at = Below(at, step);
        return at;
    }

    /// <summary>The steps of a JSON pointer to what lies at the path; null when nothing does.</summary>
    public static string[]? Pointer(JsonNode root, FieldPath path)
    {
        var steps = new List<string>();
        JsonNode? at = root;
        foreach (var step in path.Elements)
        {
            var index = at is JsonArray list ? IndexOf(list, step) : -1;
            if ((at = Below(at, step)) is null) return null;
            steps.Add(step is PathElement.Field(var name) ? name : index.ToString(CultureInfo.InvariantCulture));
        }

        return [.. steps];
    }

    /// <summary>Takes away what lies at the path, if anything does.</summary>
    public static void Remove(JsonNode root, FieldPath path)
    {
        var (parent, step) = (Find(root, FieldPath.Of(path.Elements[..^1])), path.Elements[^1]);
        if (parent is JsonObject map && step is PathElement.Field(var name)) map.Remove(name);
        else if (parent is JsonArray list && IndexOf(list, step) is >= 0 and var index) list.RemoveAt(index);
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
        (JsonArray list, _) when IndexOf(list, step) is >= 0 and var index => list[index],
        _ => null,
    };

    private static int IndexOf(JsonArray list, PathElement step)
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
