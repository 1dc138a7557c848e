using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>
/// What an applied object has that Git does not declare: fields that others added, or whose defaults they changed. A
/// server-side apply leaves them, whoever owns them, so they are taken away. Pure.
/// </summary>
internal static class Surplus
{
    /// <summary>Levels of an object whose values are sent back. Copying one that is nested thousands deep would exhaust the stack.</summary>
    private const int DeepestValue = 200;

    /// <summary>The patch that removes them; where the server has a default, it comes back.</summary>
    /// <param name="declared">What Git declares.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="differences">Where it differs from what is expected.</param>
    /// <returns>
    /// A JSON patch that tests what it removes, since controllers write other fields meanwhile, or the whole object's version where
    /// that is nested very deep; null when nothing is too much.
    /// </returns>
    public static JsonArray? Removal(JsonObject declared, JsonElement live, IEnumerable<FieldDifference> differences)
    {
        var tree = JsonObject.Create(live)!;
        var surplus = differences
            .Where(difference => difference.After is not null && TreePath.Find(declared, difference.Path) is null)
            .Select(difference => (Pointer: TreePath.Pointer(tree, difference.Path), Value: TreePath.Find(tree, difference.Path)))
            .Where(part => part.Pointer is not null)
            .OrderBy(part => part.Pointer!, LastFirst)
            .Select(part => (Path: Text(part.Pointer!), part.Value))
            .ToList();
        if (surplus.Count == 0) return null;
        var tests = Json.IsDeeper(live, DeepestValue)
            ? [Test("/metadata/resourceVersion", Json.TextAt(live, "metadata", "resourceVersion"))]
            : surplus.Select(part => Test(part.Path, part.Value!.DeepClone()));
        return [.. tests, .. surplus.Select(part => new JsonObject { ["op"] = "remove", ["path"] = part.Path })];
    }

    private static JsonObject Test(string path, JsonNode value) => new() { ["op"] = "test", ["path"] = path, ["value"] = value };

    /// <summary>Later items of a list go first, so that the places of the others stay.</summary>
    private static readonly IComparer<string[]> LastFirst = Comparer<string[]>.Create((left, right) =>
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var order = int.TryParse(left[i], CultureInfo.InvariantCulture, out var one) && int.TryParse(right[i], CultureInfo.InvariantCulture, out var other)
                ? other.CompareTo(one)
                : string.CompareOrdinal(right[i], left[i]);
            if (order != 0) return order;
        }

        return right.Length.CompareTo(left.Length);
    });

    private static string Text(string[] pointer) => string.Concat(pointer.Select(step =>
        "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
}
