namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Validation of a custom resource by its OpenAPI schema.</summary>
internal static class OpenApiRules
{
    // What the server gives as the path of an error that belongs to no one field.
    private const string Nowhere = "<nil>";
    private static readonly string[] EmbeddedFields = ["apiVersion", "kind"];
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    public static void Check(List<FieldError> errors, Schema schema, JsonObject obj)
    {
        foreach (var name in Required(schema.OpenApi!).Where(name => obj[name] is null)) errors.Add(FieldError.Required(name));
        foreach (var (name, member) in obj)
        {
            if (name is not ("apiVersion" or "kind" or "metadata") && schema.Member(name) is { } type) Check(errors, name, member, type);
        }
    }

    private static void Check(List<FieldError> errors, string path, JsonNode? value, Schema schema)
    {
        if (schema.OpenApi is not { } openApi) return;
        if (value is null && Flag(openApi, "nullable")) return;
        if (TypeProblem(path, value, schema) is { } problem)
        {
            errors.Add(problem);
            return;
        }

        if (openApi["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            errors.Add(FieldError.NotSupported(path, value?.DeepClone(), schema.Enum));
        }

        switch (value)
        {
            case JsonObject map:
                Map(errors, path, map, schema, openApi);
                break;
            case JsonArray list:
                List(errors, path, list, schema, openApi);
                break;
            case JsonValue scalar:
                Scalar(errors, path, scalar, openApi);
                break;
            default:
                break;
        }

        Alternatives(errors, path, value, openApi);
    }

    private static FieldError? TypeProblem(string path, JsonNode? value, Schema schema)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var wanted = schema.Shape switch
        {
            SchemaShape.Untyped => null,
            SchemaShape.List => "array",
            SchemaShape.Scalar when schema.Format == "int-or-string" => "integer,string",
            SchemaShape.Scalar => schema.ScalarType,
            _ => "object",
        };
        var found = kind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value!.GetValue<decimal>() is var number && number == decimal.Truncate(number) ? "integer" : "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "null",
        };
        if (wanted is null || wanted.Split(',').Contains(found) || wanted == "number" && found == "integer") return null;
        return FieldError.TypeInvalid(path, found, $"{path} in body must be of type {wanted}: \"{found}\"");
    }

    private static void Map(List<FieldError> errors, string path, JsonObject map, Schema schema, JsonObject openApi)
    {
        foreach (var name in Required(openApi).Where(name => !map.ContainsKey(name))) errors.Add(FieldError.Required($"{path}.{name}"));
        foreach (var name in EmbeddedFields.Where(name => schema.Embedded && map[name] is null)) errors.Add(FieldError.Required($"{path}.{name}"));
        Count(errors, path, map.Count, openApi, "Properties", "must have at most {0} items", "should have at least {0} properties");
        foreach (var (name, member) in map)
        {
            if (schema.Embedded && name == "metadata") continue;
            if (schema.Member(name) is { } type) Check(errors, $"{path}.{name}", member, type);
        }
    }

    private static void List(List<FieldError> errors, string path, JsonArray list, Schema schema, JsonObject openApi)
    {
        Count(errors, path, list.Count, openApi, "Items", "must have at most {0} items", "should have at least {0} items");
        var seen = new HashSet<PathElement>();
        foreach (var (index, element) in list.Index())
        {
            Check(errors, $"{path}[{index}]", element, schema.Element);
            if (schema.ListKind == ListKind.Atomic || schema.ListKind == ListKind.Map && element is not JsonObject) continue;
            if (!schema.Keys.Any(key => element?[key] is not null) && schema.ListKind == ListKind.Map) continue;
            if (!seen.Add(new TypedValue(list, schema).StepTo(element))) errors.Add(FieldError.Duplicate($"{path}[{index}]", Identity(schema, element)));
        }
    }

    private static JsonNode? Identity(Schema schema, JsonNode? element) => schema.ListKind == ListKind.Set
        ? element?.DeepClone()
        : new JsonObject(schema.Keys.Select(key => KeyValuePair.Create(key, element?[key]?.DeepClone())));

    private static void Count(
        List<FieldError> errors, string path, int count, JsonObject openApi, string what, string most, string least)
    {
        if (Number(openApi["max" + what]) is { } max && count > max)
        {
            errors.Add(FieldError.TooMany(path, count, string.Format(CultureInfo.InvariantCulture, most, max)));
        }

        if (Number(openApi["min" + what]) is { } min && count < min)
        {
            errors.Add(FieldError.Invalid(path, count, $"{path} in body {string.Format(CultureInfo.InvariantCulture, least, min)}"));
        }
    }

    private static void Scalar(List<FieldError> errors, string path, JsonValue value, JsonObject openApi)
    {
        if (value.TryGetValue(out string? text)) Text(errors, path, text, openApi);
        else if (value.GetValueKind() == JsonValueKind.Number) Range(errors, path, value, openApi);
    }

    private static void Text(List<FieldError> errors, string path, string text, JsonObject openApi)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (Number(openApi["maxLength"]) is { } most && length > most)
        {
            errors.Add(FieldError.TooLong(path, $"may not be more than {most} bytes"));
        }
        else if (Number(openApi["minLength"]) is { } least && length < least)
        {
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {least} chars long"));
        }
        else if (openApi["pattern"]?.ToString() is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, MatchTime))
        {
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'"));
        }

        if (openApi["format"]?.ToString() is { } format && !Formats.Fits(format, text))
        {
            errors.Add(FieldError.Invalid(path, text, $"{path} in body must be of type {format}: \"{text}\""));
        }
    }

    private static void Range(List<FieldError> errors, string path, JsonValue value, JsonObject openApi)
    {
        var number = value.GetValue<decimal>();
        if (Number(openApi["minimum"]) is { } least && (Flag(openApi, "exclusiveMinimum") ? number <= least : number < least))
        {
            var word = Flag(openApi, "exclusiveMinimum") ? "greater than" : "greater than or equal to";
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body should be {word} {least}"));
        }

        if (Number(openApi["maximum"]) is { } most && (Flag(openApi, "exclusiveMaximum") ? number >= most : number > most))
        {
            var word = Flag(openApi, "exclusiveMaximum") ? "less than" : "less than or equal to";
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body should be {word} {most}"));
        }

        if (Number(openApi["multipleOf"]) is { } step && number % step != 0)
        {
            errors.Add(FieldError.Invalid(path, value.DeepClone(), $"{path} in body should be a multiple of {step}"));
        }
    }

    private static void Alternatives(List<FieldError> errors, string path, JsonNode? value, JsonObject openApi)
    {
        bool Fits(JsonNode? schema) => schema is JsonObject one && IsValid(path, value, one);

        if (openApi["allOf"] is JsonArray all)
        {
            foreach (var one in all.OfType<JsonObject>()) Check(errors, path, value, Junctor(one));
        }

        if (openApi["anyOf"] is JsonArray any && !any.Any(Fits))
        {
            errors.Add(FieldError.Invalid(Nowhere, "", $"\"{path}\" must validate at least one schema (anyOf)"));
        }

        if (openApi["oneOf"] is JsonArray exactly && exactly.Count(Fits) is var count and not 1)
        {
            var found = count == 0 ? "Found none valid" : $"Found {count} valid alternatives";
            errors.Add(FieldError.Invalid(Nowhere, "", $"\"{path}\" must validate one and only one schema (oneOf). {found}"));
        }

        if (openApi["not"] is JsonObject not && Fits(not))
        {
            errors.Add(FieldError.Invalid(Nowhere, "", $"\"{path}\" must not validate the schema (not)"));
        }
    }

    private static bool IsValid(string path, JsonNode? value, JsonObject openApi)
    {
        var errors = new List<FieldError>();
        Check(errors, path, value, Junctor(openApi));
        return errors.Count == 0;
    }

    // Schemas inside junctors say nothing of the type, so that theirs is free unless they do.
    private static Schema Junctor(JsonObject openApi) => openApi["type"] is null && openApi["properties"] is null
        ? Schema.Untyped with { OpenApi = openApi }
        : OpenApiSchemas.Of(openApi);

    private static IEnumerable<string> Required(JsonObject openApi) =>
        (openApi["required"] as JsonArray ?? []).Select(name => name?.ToString()).OfType<string>();

    private static bool Flag(JsonObject map, string key) =>
        map[key] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private static decimal? Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
        : null;
}
