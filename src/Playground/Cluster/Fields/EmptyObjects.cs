namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// What the server holds before an object exists: a built-in object of nothing but its always-written fields. New
/// objects are compared with it, which is why nobody owns <c>spec</c> of a Deployment, but the creator owns
/// <c>spec</c> of a custom resource.
/// </summary>
internal static class EmptyObjects
{
    public static JsonObject Of(Schema schema)
    {
        var empty = new JsonObject();
        foreach (var (name, field) in schema.Fields)
        {
            if (field.Always && field.Shape == SchemaShape.Struct) empty[name] = Of(field);
            else if (field.Always || field.Required && !field.IsCustom) empty[name] = Zero(field);
        }

        return empty;
    }

    /// <summary>The zero of a scalar, an empty struct; null for anything else, which is how an absent list is written.</summary>
    public static JsonNode? Zero(Schema schema) => (schema.Shape, schema.ScalarType, schema.Format) switch
    {
        (SchemaShape.Struct, _, _) when schema.Always => new JsonObject(),
        (_, "integer" or "number", _) => 0,
        (_, "boolean", _) => false,
        (_, "string", "") => "",
        _ => null,
    };
}
