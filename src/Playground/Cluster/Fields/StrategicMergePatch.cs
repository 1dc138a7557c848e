namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Strategic merge patch. Directives: <c>$patch</c> (delete, replace, merge), <c>$deleteFromPrimitiveList/field</c>,
/// <c>$setElementOrder/field</c>, <c>$retainKeys</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";

    public static JsonObject Apply(JsonObject live, JsonObject patch, Schema schema)
    {
        var directive = patch.Text(Directive);
        if (directive == "delete") return [];
        if (directive == "replace")
        {
            var copy = patch.Copy();
            copy.Remove(Directive);
            return copy;
        }

        if (directive is not (null or "merge")) throw ApiError.BadRequest($"unknown patch type: {directive} in map: {GoText.Of(patch)}");
        var merged = live.Copy();
        Retain(merged, patch);
        foreach (var (name, gone) in Directives(patch, "$deleteFromPrimitiveList/"))
            merged[name] = new JsonArray([.. merged.Items(name).Where(item => !Has(gone, item)).Select(item => item?.DeepClone())]);

        foreach (var (name, value) in patch.Where(member => !member.Key.StartsWith('$')))
            MergeMember(merged, name, value, schema.Member(name) ?? Schema.Untyped);

        foreach (var (name, order) in Directives(patch, "$setElementOrder/"))
            merged[name] = Arrange(merged.Items(name), order, live.Items(name), schema.Member(name)?.PatchMergeKey);

        return merged;
    }

    // Directives about lists that the object has.
    private static IEnumerable<(string Name, JsonArray Value)> Directives(JsonObject patch, string prefix) => patch
        .Where(member => member.Key.StartsWith(prefix, StringComparison.Ordinal) && member.Value is JsonArray)
        .Select(member => (member.Key[prefix.Length..], (JsonArray)member.Value!));

    private static void Retain(JsonObject merged, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue("$retainKeys", out var keys)) return;
        if (keys is not JsonArray) throw ApiError.BadRequest("invalid retainKeys list");
        var retained = keys.Texts().ToHashSet();
        foreach (var (name, _) in merged.Where(member => !retained.Contains(member.Key)).ToArray()) merged.Remove(name);
    }

    private static void MergeMember(JsonObject merged, string name, JsonNode? value, Schema schema)
    {
        var live = merged[name];
        if (value is null || value.Text(Directive) == "delete") merged.Remove(name);
        else if (value is JsonObject map && !schema.PatchStrategies.Contains("replace"))
            merged[name] = Apply(live as JsonObject ?? [], map, schema);
        else if (value is JsonArray list && schema.PatchStrategies.Contains("merge"))
            merged[name] = schema.PatchMergeKey is { } key
                ? MergeByKey(live as JsonArray ?? [], list, key, schema.Element)
                : Arrange(live.Items().Concat(list.Where(item => !Has(live.Items(), item))), list, live.Items(), key: null);
        else merged[name] = value.DeepClone();
    }

    private static JsonArray MergeByKey(JsonArray live, JsonArray patch, string key, Schema element)
    {
        JsonObject[] items = [.. patch.Select(item => item as JsonObject ?? throw ApiError.BadRequest(
            $"expected an object with the merge key {key}, got: {item?.ToJsonString() ?? "null"}"))];
        if (items.Any(item => item.Text(Directive) == "replace" && !item.ContainsKey(key)))
            return [.. items.Where(item => !item.ContainsKey(Directive)).Select(item => item.DeepClone())];

        List<JsonNode?> merged = [.. live];
        foreach (var item in items)
        {
            if (!item.TryGetPropertyValue(key, out var value))
                throw ApiError.BadRequest($"map: {GoText.Of(item)} does not contain declared merge key: {key}");

            bool IsSame(JsonNode? one) => one is JsonObject map && JsonNode.DeepEquals(map[key], value);
            var at = merged.FindIndex(IsSame);
            if (item.Text(Directive) == "delete") merged.RemoveAll(IsSame);
            else if (at < 0) merged.Add(Apply([], item, element));
            else merged[at] = Apply((JsonObject)merged[at]!, item, element);
        }

        return Arrange(merged, patch, live, key);
    }

    // What the patch names stands in its order; what only the live object has stays before those that it stood before.
    // An element that is new to the object therefore comes first.
    private static JsonArray Arrange(IEnumerable<JsonNode?> merged, JsonArray patch, IEnumerable<JsonNode?> live, string? key)
    {
        string Identity(JsonNode? item) => ((key is null ? item : item.At(key)) ?? "").ToJsonString();
        Dictionary<string, int> Ranks(IEnumerable<JsonNode?> list) =>
            list.Select(Identity).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);

        var (wanted, before) = (Ranks(patch), Ranks(live));
        var sides = merged.ToLookup(item => wanted.ContainsKey(Identity(item)));
        var named = new Queue<JsonNode?>(sides[true].OrderBy(item => wanted[Identity(item)]));
        var others = new Queue<JsonNode?>(sides[false].OrderBy(item => before.GetValueOrDefault(Identity(item), int.MaxValue)));
        var arranged = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var othersFirst = named.Count == 0 || others.Count > 0 &&
                before.TryGetValue(Identity(others.Peek()), out var other) &&
                before.TryGetValue(Identity(named.Peek()), out var next) && other < next;
            arranged.Add((othersFirst ? others : named).Dequeue()?.DeepClone());
        }

        return arranged;
    }

    private static bool Has(IEnumerable<JsonNode?> list, JsonNode? item) => list.Any(one => JsonNode.DeepEquals(one, item));
}
