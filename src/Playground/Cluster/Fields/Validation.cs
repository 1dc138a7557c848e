namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Whether an object may be stored, in the server's words.</summary>
internal static class Validation
{
    /// <summary>
    /// The errors of an object in stored form (after <see cref="Defaults"/>), empty when it is valid. CEL rules are
    /// not evaluated here: see <see cref="Schema.Rules"/>.
    /// </summary>
    /// <param name="old">The stored object on update; null on create.</param>
    public static IReadOnlyList<FieldError> Validate(KindRow row, Schema schema, JsonObject obj, JsonObject? old)
    {
        var errors = new List<FieldError>();
        MetadataRules.Check(errors, row, obj, old);
        if (schema.IsCustom)
        {
            OpenApiRules.Check(errors, schema, obj);
            return errors;
        }

        SchemaRules.Check(errors, schema, obj);
        KindRules.Check(errors, row, obj);
        if (old is not null) ImmutableRules.Check(errors, row, obj, old);
        return errors;
    }

    /// <summary>
    /// Why an object cannot be read at all (a built-in one, or the metadata of any, has a value of the wrong type),
    /// null when it can: 400, without causes.
    /// </summary>
    public static string? DecodeError(KindRow row, Schema schema, JsonObject obj) =>
        schema.IsCustom ? DecodeRules.CheckMetadata(row, obj["metadata"]) : DecodeRules.Check(row, schema, obj);

    /// <summary>Fields that the schema does not know, in document order: <c>unknown field "spec.replcas"</c>.</summary>
    public static IReadOnlyList<string> UnknownFields(Schema schema, JsonObject obj)
    {
        var unknown = new List<string>();
        FindUnknown(unknown, "", obj, schema);
        return unknown;
    }

    private static void FindUnknown(List<string> unknown, string path, JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in map)
                {
                    var memberPath = path.Length == 0 ? name : $"{path}.{name}";
                    if (schema.Member(name) is { } type) FindUnknown(unknown, memberPath, member, type);
                    else if (schema.Shape != SchemaShape.Scalar) unknown.Add($"unknown field \"{memberPath}\"");
                }

                break;
            case JsonArray list:
                foreach (var (index, element) in list.Index()) FindUnknown(unknown, $"{path}[{index}]", element, schema.Element);
                break;
            default:
                break;
        }
    }
}
