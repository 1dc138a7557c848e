using System.Text.Json;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>One walk over two JSON trees that collects where they differ in meaning and are not open.</summary>
internal sealed class TreeComparison(ClosedRegion region)
{
    private const int DeepestWalk = 256;

    private readonly List<FieldDifference> _differences = [];

    internal IReadOnlyList<FieldDifference> Differences => _differences;

    /// <summary>Compares the values at one place.</summary>
    internal void Compare(FieldPath at, JsonElement before, JsonElement after, KindShape? shape)
    {
        var (left, right) = (Nothing(before, shape), Nothing(after, shape));
        if ((left && right) || region.IsOpen(at)) return;
        if (left || right) OneSided(at, before, after, left, right, shape);
        else if (at.Elements.Length > DeepestWalk)
        {
            if (!Json.SameText(before, after)) Add(at, before, after);
        }
        else if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object) Members(at, before, after, shape);
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array) Lists(at, before, after, shape);
        else if (!Meaning.SameScalar(before, after, shape)) Add(at, before, after);
    }

    private bool Nothing(JsonElement value, KindShape? shape) => Meaning.IsNothing(value, shape, region.Shape is not null);

    /// <summary>A tree that is there on one side only is one difference, unless something below it is open.</summary>
    private void OneSided(FieldPath at, JsonElement before, JsonElement after, bool left, bool right, KindShape? shape)
    {
        var present = left ? after : before;
        if (present.ValueKind == JsonValueKind.Object && region.MayOpenBelow(at)) Members(at, left ? default : before, right ? default : after, shape);
        else Add(at, left ? default : before, right ? default : after);
    }

    private void Members(FieldPath at, JsonElement before, JsonElement after, KindShape? shape)
    {
        foreach (var (name, left, right) in Json.Differing(before, after)) Compare(at.Append(name), left, right, shape?.Member(name));
    }

    private void Lists(FieldPath at, JsonElement before, JsonElement after, KindShape? shape)
    {
        if (shape?.Map is { } map && Keyed(before, map) is { } old && Keyed(after, map) is { } now)
        {
            KeyedLists(at, old, now, shape.Item);
            if (map.Ordered && !SameOrder(old, now)) Add(at, before, after);
            return;
        }

        var (leftCount, rightCount) = (before.GetArrayLength(), after.GetArrayLength());
        var (lefts, rights) = (before.EnumerateArray(), after.EnumerateArray());
        for (var i = 0; i < Math.Max(leftCount, rightCount); i++)
        {
            var left = lefts.MoveNext() ? lefts.Current : default;
            var right = rights.MoveNext() ? rights.Current : default;
            if (Json.SameText(left, right)) continue;
            var item = at.Append(new PathElement.Index(i));
            if (i >= leftCount || i >= rightCount) Add(item, left, right);
            else Item(item, left, right, shape?.Item);
        }
    }

    /// <summary>Within a list even nothing has a place: null, an empty list and an empty object are items of their own.</summary>
    private void Item(FieldPath at, JsonElement before, JsonElement after, KindShape? shape)
    {
        if (before.ValueKind != after.ValueKind && (Nothing(before, shape) || Nothing(after, shape)))
        {
            if (!region.IsOpen(at)) Add(at, before, after);
        }
        else Compare(at, before, after, shape);
    }

    private void KeyedLists(FieldPath at, List<KeyedItem> before, List<KeyedItem> after, KindShape? shape)
    {
        var others = after.ToDictionary(item => item.Key, item => item.Value);
        foreach (var (key, value) in before)
        {
            if (others.Remove(key, out var other))
            {
                if (!Json.SameText(value, other)) Compare(at.Append(key), value, other, shape);
            }
            else if (!region.IsOpen(at.Append(key))) Add(at.Append(key), value, default);
        }

        foreach (var (key, value) in after)
        {
            if (others.ContainsKey(key) && !region.IsOpen(at.Append(key))) Add(at.Append(key), default, value);
        }
    }

    /// <summary>The items with their keys; null when an item has none or two have the same, since then only places tell them apart.</summary>
    private static List<KeyedItem>? Keyed(JsonElement list, ListMap map)
    {
        var items = new List<KeyedItem>(list.GetArrayLength());
        var seen = new HashSet<PathElement.Key>();
        foreach (var item in list.EnumerateArray())
        {
            if (map.KeyOf(item) is not { } key || !seen.Add(key)) return null;
            items.Add(new(key, item));
        }

        return items;
    }

    private static bool SameOrder(List<KeyedItem> before, List<KeyedItem> after)
    {
        var common = after.Select(item => item.Key).ToHashSet();
        var kept = before.Select(item => item.Key).ToHashSet();
        return before.Select(item => item.Key).Where(common.Contains)
            .SequenceEqual(after.Select(item => item.Key).Where(kept.Contains));
    }

    private void Add(FieldPath at, JsonElement before, JsonElement after) =>
        _differences.Add(new(at, Present(before), Present(after)));

    private static JsonElement? Present(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? null : value;

    private readonly record struct KeyedItem(PathElement.Key Key, JsonElement Value);
}
