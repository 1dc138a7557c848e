namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What differs between two objects, as sets of fields.</summary>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>Compares two objects of one type.</summary>
    /// <exception cref="FormatException">An element of a list of maps has none of its keys.</exception>
    public static FieldComparison Of(JsonObject before, JsonObject after, Schema schema)
    {
        var walk = new Walk();
        walk.Compare([], new(true, before), new(true, after), schema);
        return new(walk.Added.Build(), walk.Modified.Build(), walk.Removed.Build());
    }

    /// <summary>The comparison without some fields and everything under them.</summary>
    public FieldComparison Without(FieldSet ignored) =>
        new(Added.ExceptTrees(ignored), Modified.ExceptTrees(ignored), Removed.ExceptTrees(ignored));

    /// <summary>A value that may be absent, which is not the same as null.</summary>
    private readonly record struct Slot(bool Present, JsonNode? Value)
    {
        public static Slot Of(JsonNode? map, string name) =>
            map is JsonObject members && members.TryGetPropertyValue(name, out var value) ? new(true, value) : default;
    }

    private sealed class Walk
    {
        public FieldSet.Builder Added { get; } = new();

        public FieldSet.Builder Modified { get; } = new();

        public FieldSet.Builder Removed { get; } = new();

        public void Compare(List<FieldStep> path, Slot before, Slot after, Schema schema)
        {
            var (one, two) = (before.Value, after.Value);
            if (Walked(schema, one, two, FieldShape.IsWalkedMap)) CompareMaps(path, one, two, schema);
            else if (Walked(schema, one, two, FieldShape.IsWalkedList)) CompareLists(path, one, two, schema);
            else if (before.Present && after.Present && !JsonNode.DeepEquals(one, two)) Modified.Add(path);

            if (!before.Present) Added.Add(path);
            else if (!after.Present) Removed.Add(path);
        }

        // Two empty sides are a leaf, so that the difference between empty and null shows. When the two sides are of
        // different forms both are walked as far as they go.
        private static bool Walked(Schema schema, JsonNode? one, JsonNode? two, Func<Schema, JsonNode?, bool> walks) =>
            !(FieldShape.IsEmpty(one) && FieldShape.IsEmpty(two)) &&
            (walks(schema, one) || walks(schema, two)) &&
            (one is null || walks(schema, one)) && (two is null || walks(schema, two));

        private void CompareMaps(List<FieldStep> path, JsonNode? one, JsonNode? two, Schema schema)
        {
            var names = (one as JsonObject ?? []).Select(member => member.Key)
                .Union((two as JsonObject ?? []).Select(member => member.Key));
            foreach (var name in names)
            {
                path.Add(FieldStep.Field(name));
                Compare(path, Slot.Of(one, name), Slot.Of(two, name), FieldShape.Member(schema, name));
                path.RemoveAt(path.Count - 1);
            }
        }

        private void CompareLists(List<FieldStep> path, JsonNode? one, JsonNode? two, Schema schema)
        {
            var (left, right) = (Elements(one, schema), Elements(two, schema));
            foreach (var step in left.Select(group => group.Key).Union(right.Select(group => group.Key)))
            {
                path.Add(step);
                var (before, after) = (left[step].ToArray(), right[step].ToArray());
                if (before.Length <= 1 && after.Length <= 1)
                {
                    Compare(path, new(before.Length > 0, before.FirstOrDefault()), new(after.Length > 0, after.FirstOrDefault()), schema.Element);
                }
                else if (before.Length == 0) Added.Add(path);
                else if (after.Length == 0) Removed.Add(path);
                else if (!before.SequenceEqual(after, NodeEquality.Instance)) Modified.Add(path);

                path.RemoveAt(path.Count - 1);
            }
        }

        private static ILookup<FieldStep, JsonNode?> Elements(JsonNode? list, Schema schema) =>
            (list as JsonArray ?? []).ToLookup(element => ListSteps.Of(schema, element));
    }

    private sealed class NodeEquality : IEqualityComparer<JsonNode?>
    {
        public static NodeEquality Instance { get; } = new();

        public bool Equals(JsonNode? one, JsonNode? two) => JsonNode.DeepEquals(one, two);

        public int GetHashCode(JsonNode? node) => 0;
    }
}
