namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Values of types that a built-in object cannot hold.</summary>
internal static class DecodeRules
{
    public static string? Check(KindRow row, Schema schema, JsonObject obj) =>
        Describe(row, Find("", row.Kind, obj, schema));

    /// <summary>Custom resources are typed in their metadata alone; their schema is for validation.</summary>
    public static string? CheckMetadata(KindRow row, JsonNode? metadata) =>
        Describe(row, Find("", "ObjectMeta", metadata, TypeTable.Metadata));

    private static string? Describe(KindRow row, string? problem) => problem is null
        ? null
        : $"{row.Kind} in version \"{row.Version}\" cannot be handled as a {row.Kind}: {problem}";

    private static string? Find(string path, string type, JsonNode? value, Schema schema)
    {
        if (value is null || schema.Shape == SchemaShape.Untyped) return null;
        var kind = value.GetValueKind();
        switch (schema.Shape)
        {
            case SchemaShape.Struct or SchemaShape.Map when value is JsonObject map:
                return map
                    .Select(member => schema.Member(member.Key) is { } field
                        ? Find(Under(path, member.Key, schema), TypeName(schema, type), member.Value, field)
                        : null)
                    .FirstOrDefault(problem => problem is not null);
            case SchemaShape.List when value is JsonArray list:
                return list
                    .Select(element => Find(path, type, element, schema.Element))
                    .FirstOrDefault(problem => problem is not null);
            case SchemaShape.Scalar:
                return Scalar(path, type, value, kind, schema);
            default:
                return Mismatch(kind, type, path, GoType(schema));
        }
    }

    // Keys of a map are no part of the path in the server's words.
    private static string Under(string path, string name, Schema schema) =>
        schema.Shape == SchemaShape.Map ? path : path.Length == 0 ? name : $"{path}.{name}";

    private static string? Scalar(string path, string type, JsonNode value, JsonValueKind kind, Schema schema) => schema.Format switch
    {
        "quantity" => kind is JsonValueKind.String or JsonValueKind.Number && Quantity.Nano(value.ToString()) is not null
            ? null
            : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        "int-or-string" => kind is JsonValueKind.String or JsonValueKind.Number ? null : Mismatch(kind, type, path, "int32"),
        _ => schema.ScalarType switch
        {
            "string" when schema.Format == "byte" => IsBase64(value) ? null : "illegal base64 data at input byte 0",
            "string" when kind != JsonValueKind.String => Mismatch(kind, type, path, "string"),
            "boolean" when kind is not (JsonValueKind.True or JsonValueKind.False) => Mismatch(kind, type, path, "bool"),
            "integer" when kind != JsonValueKind.Number => Mismatch(kind, type, path, GoType(schema)),
            "integer" when !value.AsValue().TryGetValue(out decimal number) || number != decimal.Truncate(number) =>
                Mismatch(kind, type, path, GoType(schema), value.ToJsonString()),
            "number" when kind != JsonValueKind.Number => Mismatch(kind, type, path, "float64"),
            _ => null,
        },
    };

    private static bool IsBase64(JsonNode value) =>
        value is JsonValue scalar && scalar.TryGetValue(out string? text) &&
        Convert.TryFromBase64String(text, new byte[text.Length + 3], out _);

    private static string Mismatch(JsonValueKind kind, string type, string path, string goType, string literal = "")
    {
        var word = kind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => $"number {literal}".TrimEnd(),
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Array => "array",
            _ => "object",
        };
        return $"json: cannot unmarshal {word} into Go struct field {type}.{path} of type {goType}";
    }

    private static string TypeName(Schema schema, string outer) =>
        schema.TypeName.Length == 0 ? outer : Short(schema);

    private static string Short(Schema schema) => schema.TypeName[(schema.TypeName.LastIndexOf('.') + 1)..];

    private static string GoType(Schema schema) => schema.Shape switch
    {
        SchemaShape.Struct => string.Join('.', schema.TypeName.Split('.')[1..]),
        SchemaShape.Map => "map[string]" + GoType(schema.Element),
        SchemaShape.List => "[]" + GoType(schema.Element),
        _ => schema.ScalarType switch
        {
            "integer" => schema.Format,
            "boolean" => "bool",
            "number" => "float64",
            _ => "string",
        },
    };
}
