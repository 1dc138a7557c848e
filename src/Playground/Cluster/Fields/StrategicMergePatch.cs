namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Strategic merge patch. Directives: <c>$patch</c> (delete, replace, merge), <c>$deleteFromPrimitiveList/field</c>,
/// <c>$setElementOrder/field</c>, <c>$retainKeys</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    public static JsonObject Apply(JsonObject live, JsonObject patch, Schema schema) => MergeMaps(live, patch, schema);

    private static JsonObject MergeMaps(JsonObject live, JsonObject patch, Schema schema)
    {
        switch (patch[Directive]?.ToString())
        {
            case "replace":
                return Without(patch, Directive);
            case "delete":
                return [];
            case null or "merge":
                break;
            case var other:
                throw new PatchException($"unknown patch type: {other} in map: {GoText.Of(patch)}");
        }

        var merged = (JsonObject)live.DeepClone();
        Retain(merged, patch);
        foreach (var (name, list) in patch)
        {
            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal)) DeleteFrom(merged, name[DeletePrefix.Length..], list);
        }

        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith('$')) MergeMember(merged, patch, name, value, Member(schema, name));
        }

        foreach (var (name, order) in patch)
        {
            if (name.StartsWith(OrderPrefix, StringComparison.Ordinal)) Order(merged, live, name[OrderPrefix.Length..], order, schema);
        }

        return merged;
    }

    private static void MergeMember(JsonObject merged, JsonObject patch, string name, JsonNode? value, Schema schema)
    {
        var live = merged[name];
        switch (value)
        {
            case null:
                merged.Remove(name);
                break;
            case JsonObject map when map[Directive]?.ToString() == "delete":
                merged.Remove(name);
                break;
            case JsonObject map when !schema.PatchStrategies.Contains("replace"):
                merged[name] = MergeMaps(live as JsonObject ?? [], map, schema);
                break;
            case JsonArray list when schema.PatchStrategies.Contains("merge"):
                merged[name] = schema.PatchMergeKey is { } key
                    ? MergeByKey(live as JsonArray ?? [], list, key, schema.Element)
                    : MergeValues(live as JsonArray ?? [], list);
                break;
            default:
                merged[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray MergeByKey(JsonArray live, JsonArray patch, string key, Schema element)
    {
        var items = patch.Select(item => item as JsonObject ?? throw new PatchException(
            $"expected an object with the merge key {key}, got: {item?.ToJsonString() ?? "null"}")).ToArray();
        var replaces = items.Any(item => item[Directive]?.ToString() == "replace" && !item.ContainsKey(key));
        if (replaces)
        {
            return [.. items.Where(item => !item.ContainsKey(Directive)).Select(item => item.DeepClone())];
        }

        var merged = new JsonArray([.. live.Select(item => item?.DeepClone())]);
        foreach (var item in items)
        {
            if (!item.TryGetPropertyValue(key, out var value))
            {
                throw new PatchException($"map: {GoText.Of(item)} does not contain declared merge key: {key}");
            }

            var existing = merged.OfType<JsonObject>().FirstOrDefault(one => JsonNode.DeepEquals(one[key], value));
            if (item[Directive]?.ToString() == "delete")
            {
                foreach (var gone in merged.OfType<JsonObject>().Where(one => JsonNode.DeepEquals(one[key], value)).ToArray())
                {
                    merged.Remove(gone);
                }
            }
            else if (existing is null) merged.Add(MergeMaps([], item, element));
            else merged[merged.IndexOf(existing)] = MergeMaps(existing, item, element);
        }

        return Arrange(merged, patch, live, key);
    }

    private static JsonArray MergeValues(JsonArray live, JsonArray patch)
    {
        var merged = new JsonArray([.. live.Select(item => item?.DeepClone())]);
        foreach (var item in patch)
        {
            if (!merged.Any(one => JsonNode.DeepEquals(one, item))) merged.Add(item?.DeepClone());
        }

        return Arrange(merged, patch, live, key: null);
    }

    private static void DeleteFrom(JsonObject merged, string name, JsonNode? values)
    {
        if (merged[name] is not JsonArray list || values is not JsonArray gone) return;
        merged[name] = new JsonArray([.. list
            .Where(item => !gone.Any(one => JsonNode.DeepEquals(one, item))).Select(item => item?.DeepClone())]);
    }

    private static void Retain(JsonObject merged, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var keys)) return;
        var retained = (keys as JsonArray ?? throw new PatchException("invalid retainKeys list"))
            .Select(key => key?.ToString()).ToHashSet();
        foreach (var name in merged.Select(member => member.Key).Where(name => !retained.Contains(name)).ToArray())
        {
            merged.Remove(name);
        }
    }

    private static void Order(JsonObject merged, JsonObject live, string name, JsonNode? order, Schema schema)
    {
        if (merged[name] is not JsonArray list || order is not JsonArray wanted) return;
        merged[name] = Arrange(list, wanted, live[name] as JsonArray ?? [], Member(schema, name).PatchMergeKey);
    }

    // What the patch names stands in its order; what only the live object has stays before those that it stood before.
    // An element that is new to the object therefore comes first.
    private static JsonArray Arrange(JsonArray merged, JsonArray patch, JsonArray live, string? key)
    {
        string Identity(JsonNode? item) => ((key is null ? item : (item as JsonObject)?[key]) ?? "").ToJsonString();

        Dictionary<string, int> Ranks(JsonArray list) =>
            list.Select(Identity).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);

        var (wanted, before) = (Ranks(patch), Ranks(live));
        var named = new Queue<JsonNode?>(merged.Where(item => wanted.ContainsKey(Identity(item))).OrderBy(item => wanted[Identity(item)]));
        var others = new Queue<JsonNode?>(merged.Where(item => !wanted.ContainsKey(Identity(item)))
            .OrderBy(item => before.GetValueOrDefault(Identity(item), int.MaxValue)));
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

    private static Schema Member(Schema schema, string name) => schema.Member(name) ?? Schema.Untyped;

    private static JsonObject Without(JsonObject map, string key)
    {
        var copy = (JsonObject)map.DeepClone();
        copy.Remove(key);
        return copy;
    }
}
