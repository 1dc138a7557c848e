namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What a value is to ownership: a leaf, or a map or list that is walked.</summary>
internal static class FieldShape
{
    public static bool IsWalkedMap(Schema schema, JsonNode? value) =>
        value is JsonObject && !schema.Atomic &&
        schema.Shape is SchemaShape.Struct or SchemaShape.Map or SchemaShape.Untyped;

    public static bool IsWalkedList(Schema schema, JsonNode? value) =>
        value is JsonArray && schema.Shape == SchemaShape.List && schema.ListKind != ListKind.Atomic;

    /// <summary>Whether null stands for an empty map or list that would be walked, rather than for a leaf.</summary>
    public static bool IsWalkedType(Schema schema) => schema.Shape switch
    {
        SchemaShape.Struct or SchemaShape.Map => !schema.Atomic,
        SchemaShape.List => schema.ListKind != ListKind.Atomic,
        _ => false,
    };

    public static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => false,
    };

    /// <summary>The type of a member; unknown members are untyped.</summary>
    public static Schema Member(Schema schema, string name) => schema.Member(name) ?? Schema.Untyped;
}
