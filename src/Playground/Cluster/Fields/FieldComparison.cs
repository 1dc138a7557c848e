namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What differs between two objects, as sets of fields.</summary>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>What is new or has another value.</summary>
    public FieldSet Changed => Added.Union(Modified);

    /// <summary>Compares two objects of one type.</summary>
    /// <exception cref="ApiError">500: an element of a list of maps has none of its keys.</exception>
    public static FieldComparison Of(JsonObject before, JsonObject after, Schema schema)
    {
        Dictionary<FieldPath, TypedValue> Places(JsonObject obj) =>
            new TypedValue(obj, schema).Places(FieldPath.Root).ToDictionary(place => place.Path, place => place.Value);

        var (old, now) = (Places(before), Places(after));
        return new(
            FieldSet.Of(now.Keys.Where(path => !old.ContainsKey(path))),
            FieldSet.Of(now.Keys.Where(path => old.TryGetValue(path, out var was) && Differ(was, now[path]))),
            FieldSet.Of(old.Keys.Where(path => !now.ContainsKey(path))));
    }

    /// <summary>The comparison without some fields and everything under them.</summary>
    public FieldComparison Without(FieldSet ignored) =>
        new(Added.WithoutTrees(ignored), Modified.WithoutTrees(ignored), Removed.WithoutTrees(ignored));

    // Two walked values differ in what lies in them. Two empty ones are leaves, so that empty differs from null.
    private static bool Differ(TypedValue one, TypedValue other)
    {
        var walked = (one.IsWalked || one.Value is null) && (other.IsWalked || other.Value is null) && !(one.IsEmpty && other.IsEmpty);
        return !walked && !JsonNode.DeepEquals(one.Value, other.Value);
    }
}
