using System.Text.Json;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>Compares two states of an object over its closed region.</summary>
/// <remarks>
/// Quantities of built-in kinds compare by value, null and absent are one, list maps compare by their keys, order counts
/// everywhere else. Custom resources compare literally. No schema is loaded.
/// </remarks>
public static class ClosedComparison
{
    /// <summary>The differences of meaning, in the order of the object's fields; empty when nothing closed moved.</summary>
    /// <param name="before">The state to compare with; undefined when the object did not exist.</param>
    /// <param name="after">The other state; undefined when the object is gone.</param>
    /// <param name="region">What is closed.</param>
    public static IReadOnlyList<FieldDifference> Differences(JsonElement before, JsonElement after, ClosedRegion region)
    {
        var walk = new TreeComparison(region);
        foreach (var (name, left, right) in Json.Differing(before, after))
        {
            switch (name)
            {
                case "apiVersion" or "kind":
                    break;
                case "metadata":
                    Metadata(left, right, region, walk);
                    break;
                case "status" when !region.Status:
                    break;
                default:
                    walk.Compare(FieldPath.Of(name), left, right, region.Shape?.Member(name));
                    break;
            }
        }

        return walk.Differences;
    }

    private static void Metadata(JsonElement before, JsonElement after, ClosedRegion region, TreeComparison walk)
    {
        Keys("labels", region.HoldsLabel);
        Keys("annotations", region.HoldsAnnotation);
        Whole("ownerReferences");
        if (region.Finalizers) Whole("finalizers");

        void Keys(string map, Predicate<string> held)
        {
            foreach (var (key, left, right) in Json.Differing(Json.Member(before, map), Json.Member(after, map)))
            {
                if (held(key)) walk.Compare(FieldPath.Of("metadata", map, key), left, right, null);
            }
        }

        void Whole(string name) => walk.Compare(
            FieldPath.Of("metadata", name), NullIfEmpty(Json.Member(before, name)), NullIfEmpty(Json.Member(after, name)),
            region.Shape?.Member("metadata")?.Member(name));
    }

    private static JsonElement NullIfEmpty(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 0 ? default : list;
}
