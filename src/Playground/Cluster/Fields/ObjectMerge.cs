namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Merges an applied configuration into a live object, and takes fields out of one.</summary>
internal static class ObjectMerge
{
    /// <summary>The live object with everything that the configuration says.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, Schema schema)
    {
        if (FieldShape.IsWalkedMap(schema, applied) && (live is null || FieldShape.IsWalkedMap(schema, live)))
        {
            return MergeMaps(live as JsonObject ?? [], (JsonObject)applied!, schema);
        }

        return FieldShape.IsWalkedList(schema, applied) && (live is null || FieldShape.IsWalkedList(schema, live))
            ? MergeLists(live as JsonArray ?? [], (JsonArray)applied!, schema)
            : applied?.DeepClone();
    }

    /// <summary>The value without the members of a set; a map or list left empty becomes null.</summary>
    public static JsonNode? Remove(JsonNode? value, FieldSet set, Schema schema)
    {
        if (set.IsEmpty) return value?.DeepClone();
        if (FieldShape.IsWalkedMap(schema, value))
        {
            var kept = new JsonObject();
            foreach (var (name, member) in (JsonObject)value!)
            {
                var step = FieldStep.Field(name);
                if (!set.Has(step)) kept[name] = Remove(member, set.Under(step), FieldShape.Member(schema, name));
            }

            return kept.Count > 0 ? kept : null;
        }

        if (!FieldShape.IsWalkedList(schema, value)) return value?.DeepClone();
        var elements = new JsonArray();
        foreach (var element in (JsonArray)value!)
        {
            var step = ListSteps.Of(schema, element);
            if (!set.Has(step)) elements.Add(Remove(element, set.Under(step), schema.Element));
        }

        return elements.Count > 0 ? elements : null;
    }

    private static JsonObject MergeMaps(JsonObject live, JsonObject applied, Schema schema)
    {
        var merged = new JsonObject();
        foreach (var (name, member) in live)
        {
            merged[name] = applied.TryGetPropertyValue(name, out var value)
                ? Merge(member, value, FieldShape.Member(schema, name))
                : member?.DeepClone();
        }

        foreach (var (name, member) in applied)
        {
            if (!live.ContainsKey(name)) merged[name] = Merge(null, member, FieldShape.Member(schema, name));
        }

        return merged;
    }

    // Applied elements keep their order among themselves; live ones stay where they are between them.
    private static JsonArray MergeLists(JsonArray live, JsonArray applied, Schema schema)
    {
        var (left, right) = (Steps(live, schema), Steps(applied, schema));
        var byStep = left.Index().GroupBy(pair => pair.Item).ToDictionary(group => group.Key, group => live[group.First().Index]);
        var wanted = right.Index().ToDictionary(pair => pair.Item, pair => applied[pair.Index]);
        var shared = new Queue<FieldStep>(right.Where(byStep.ContainsKey));
        var done = new HashSet<FieldStep>();
        var merged = new JsonArray();
        var (l, r) = (0, 0);
        while (l < left.Length || r < right.Length)
        {
            if (l < left.Length && !wanted.ContainsKey(left[l]))
            {
                merged.Add(live[l++]?.DeepClone());
                continue;
            }

            var isNext = l < left.Length && r < right.Length && right[r] == left[l];
            if (l < left.Length && !isNext && shared.TryPeek(out var next) && next != left[l])
            {
                l++;
                continue;
            }

            if (isNext || l < left.Length && done.Contains(left[l])) l++;
            if (r >= right.Length) continue;
            var step = right[r++];
            merged.Add(Merge(byStep.GetValueOrDefault(step), wanted[step], schema.Element));
            done.Add(step);
            if (shared.TryPeek(out var first) && first == step) shared.Dequeue();
        }

        return merged;
    }

    private static FieldStep[] Steps(JsonArray list, Schema schema) => [.. list.Select(element => ListSteps.Of(schema, element))];
}
