namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Merges an applied configuration into a live object, and takes fields out of one.</summary>
internal static class ObjectMerge
{
    /// <summary>The live value with everything that the configuration says.</summary>
    public static JsonNode? Merge(TypedValue live, TypedValue applied)
    {
        if (applied.IsMap && (live.Value is null || live.IsMap)) return MergeMaps(live, applied);
        return applied.IsList && (live.Value is null || live.IsList) ? MergeLists(live, applied) : applied.Value?.DeepClone();
    }

    /// <summary>The value without the members of a set; a map or list left empty becomes null.</summary>
    public static JsonNode? Remove(TypedValue value, FieldSet set)
    {
        if (set.IsEmpty || !value.IsWalked) return value.Value?.DeepClone();
        var kept = value.Children
            .Where(child => !set.Below(child.Step).Self)
            .Select(child => (child.Step, Value: Remove(child.Child, set.Below(child.Step))))
            .ToArray();
        if (kept.Length == 0) return null;
        return value.IsList
            ? new JsonArray([.. kept.Select(child => child.Value)])
            : new JsonObject(kept.Select(child => KeyValuePair.Create(((PathElement.Field)child.Step).Name, child.Value)));
    }

    private static JsonObject MergeMaps(TypedValue live, TypedValue applied)
    {
        var (old, said) = (live.Value as JsonObject ?? [], (JsonObject)applied.Value!);
        return new JsonObject(old.Select(member => member.Key).Union(said.Select(member => member.Key)).Select(name => KeyValuePair.Create(
            name,
            said.TryGetPropertyValue(name, out var value)
                ? Merge(applied.Member(name, old[name]), applied.Member(name, value))
                : old[name]?.DeepClone())));
    }

    // Applied elements keep their order among themselves; live ones stay where they are between them.
    private static JsonArray MergeLists(TypedValue live, TypedValue applied)
    {
        var (left, right) = (live.Children.ToArray(), applied.Children.ToArray());
        var byStep = left.ToLookup(child => child.Step, child => child.Child);
        var wanted = right.Select(child => child.Step).ToHashSet();
        var shared = new Queue<PathElement>(right.Select(child => child.Step).Where(byStep.Contains));
        var done = new HashSet<PathElement>();
        var merged = new JsonArray();
        var (l, r) = (0, 0);
        while (l < left.Length || r < right.Length)
        {
            if (l < left.Length && !wanted.Contains(left[l].Step))
            {
                merged.Add(left[l++].Child.Value?.DeepClone());
                continue;
            }

            var isNext = l < left.Length && r < right.Length && right[r].Step == left[l].Step;
            if (l < left.Length && !isNext && shared.TryPeek(out var next) && next != left[l].Step)
            {
                l++;
                continue;
            }

            if (isNext || l < left.Length && done.Contains(left[l].Step)) l++;
            if (r >= right.Length) continue;
            var (step, child) = right[r++];
            merged.Add(Merge(byStep[step].FirstOrDefault(child with { Value = null }), child));
            done.Add(step);
            if (shared.TryPeek(out var first) && first == step) shared.Dequeue();
        }

        return merged;
    }
}
