namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>The set of fields that an applied configuration names.</summary>
internal static class FieldSets
{
    /// <summary>Every leaf, every element of a walked list, every key of a walked map, every empty map.</summary>
    public static FieldSet Of(JsonNode? value, Schema schema)
    {
        var builder = new FieldSet.Builder();
        Add(builder, [], value, schema);
        return builder.Build();
    }

    /// <summary>
    /// The set with the named parents of its members as members: a set of a.b.c owns a and a.b too, where these are
    /// fields of a struct and not keys of a map.
    /// </summary>
    public static FieldSet WithNamedParents(FieldSet set, Schema schema) => set.Select((step, node) =>
    {
        var named = !node.Children.IsEmpty && step.Form == 'f' &&
            schema.Shape == SchemaShape.Struct && schema.Fields.ContainsKey(step.Name);
        return new(node.IsMember || named, WithNamedParents(node.Children, Child(schema, step)));
    });

    public static Schema Child(Schema schema, FieldStep step) =>
        step.Form == 'f' ? FieldShape.Member(schema, step.Name)
        : schema.Shape == SchemaShape.List ? schema.Element
        : Schema.Untyped;

    private static void Add(FieldSet.Builder builder, List<FieldStep> path, JsonNode? value, Schema schema)
    {
        if (FieldShape.IsWalkedMap(schema, value)) AddMap(builder, path, (JsonObject)value!, schema);
        else if (FieldShape.IsWalkedList(schema, value)) AddList(builder, path, (JsonArray)value!, schema);
        else if (path.Count > 0 && !(value is null && FieldShape.IsWalkedType(schema))) builder.Add(path);
    }

    private static void AddMap(FieldSet.Builder builder, List<FieldStep> path, JsonObject map, Schema schema)
    {
        foreach (var (name, member) in map)
        {
            path.Add(FieldStep.Field(name));
            Add(builder, path, member, FieldShape.Member(schema, name));
            var isKnown = schema.Shape == SchemaShape.Struct && schema.Fields.ContainsKey(name);
            if (!isKnown || member is null or JsonObject { Count: 0 }) builder.Add(path);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static void AddList(FieldSet.Builder builder, List<FieldStep> path, JsonArray list, Schema schema)
    {
        var seen = new HashSet<FieldStep>();
        var elements = list.Select(element => (Step: ListSteps.Of(schema, element), Element: element)).ToArray();
        var repeated = elements.Where(pair => !seen.Add(pair.Step)).Select(pair => pair.Step).ToHashSet();
        foreach (var (step, element) in elements)
        {
            path.Add(step);
            if (!repeated.Contains(step)) Add(builder, path, element, schema.Element);
            builder.Add(path);
            path.RemoveAt(path.Count - 1);
        }
    }
}
