namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Whether an object may be stored, in the server's words.</summary>
internal static class Validation
{
    /// <summary>
    /// The errors of an object in stored form (after <see cref="Defaults"/>), empty when it is valid. CEL rules of
    /// custom resources are not evaluated here.
    /// </summary>
    /// <param name="old">The stored object on update; null on create.</param>
    public static IReadOnlyList<FieldError> Validate(KindRow row, Schema schema, JsonObject obj, JsonObject? old)
    {
        List<FieldError> errors = [];
        var rules = new Rules(errors, obj, old is not null);
        rules.CheckRoot(row.Type ?? "", obj, old);
        if (schema.IsCustom)
        {
            Walk(errors, rules, "metadata", obj["metadata"], old?["metadata"], TypeTable.Metadata);
            OpenApiRules.Check(errors, schema, obj);
        }
        else
        {
            Walk(errors, rules, "", obj, old, schema);
        }

        return errors;
    }

    /// <summary>
    /// Why an object cannot be read at all (a built-in one, or the metadata of any, has a value of the wrong type),
    /// null when it can: 400, without causes.
    /// </summary>
    public static string? DecodeError(KindRow row, Schema schema, JsonObject obj) =>
        (schema.IsCustom ? TypeErrors.Decode("ObjectMeta", obj["metadata"], TypeTable.Metadata) : TypeErrors.Decode(row.Kind, obj, schema))
            is { } problem ? $"{row.Kind} in version \"{row.Version}\" cannot be handled as a {row.Kind}: {problem}" : null;

    /// <summary>Fields that the schema does not know, in document order: <c>unknown field "spec.replcas"</c>.</summary>
    public static IReadOnlyList<string> UnknownFields(Schema schema, JsonObject obj) => [.. TypeErrors.Unknown(obj, schema)];

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static void Walk(List<FieldError> errors, Rules rules, string path, JsonNode? value, JsonNode? old, Schema schema)
    {
        switch (value)
        {
            case JsonObject map:
                if (schema.TypeName.Length > 0) rules.Check(schema.TypeName, path, map, old);
                Required(errors, path, map, schema);
                foreach (var (name, member) in map)
                {
                    if (path.Length == 0 && name == "status" || schema.Member(name) is not { } type) continue;
                    Walk(errors, rules, Under(path, name), member, old.At(name), type);
                }

                break;
            case JsonArray list:
                foreach (var (index, element) in list.Index()) Walk(errors, rules, $"{path}[{index}]", element, null, schema.Element);
                break;
            case JsonValue when schema.Enum.Count > 0 && value.Text() is { Length: > 0 } text && !schema.Enum.Contains(text):
                errors.Add(FieldError.NotSupported(path, value, schema.Enum));
                break;
            default:
                break;
        }
    }

    private static void Required(List<FieldError> errors, string path, JsonObject map, Schema schema)
    {
        foreach (var (name, field) in schema.Fields)
        {
            var isMissing = map[name] is null || map[name].Text() == "";
            if (field.Required && isMissing && field.Shape != SchemaShape.List && !Rules.HasRowFor(schema.TypeName, name))
            {
                errors.Add(FieldError.Required(Under(path, name)));
            }
        }
    }
}
