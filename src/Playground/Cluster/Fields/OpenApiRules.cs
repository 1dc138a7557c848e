namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Validation of a custom resource by its OpenAPI schema, in the server's words.</summary>
/// <param name="errors">What is found.</param>
/// <param name="part">The subresource that is written, which messages take for the whole body.</param>
internal sealed class OpenApiRules(List<FieldError> errors, string part)
{
    private static readonly string[] EmbeddedFields = ["apiVersion", "kind"];
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    public void Check(string path, JsonNode? value, Schema schema)
    {
        if (schema.OpenApi is not { } openApi || value is null && openApi.Flag("nullable")) return;
        if (WrongType(value, schema) is var (found, wanted))
        {
            errors.Add(FieldError.Of("TypeInvalid", path, found, $"{InBody(path)} must be of type {wanted}: \"{found}\""));
            return;
        }

        if (openApi["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
            errors.Add(FieldError.NotSupported(path, value, schema.Enum));

        if (value is JsonObject map) Map(path, map, schema, openApi);
        else if (value is JsonArray list) List(path, list, schema, openApi);
        else if (value.Text() is { } text) Text(path, text, openApi);
        else if (value?.GetValueKind() == JsonValueKind.Number) Range(path, value, openApi);
        Alternatives(path, value, openApi);
    }

    private static (string Found, string Wanted)? WrongType(JsonNode? value, Schema schema)
    {
        if (schema.Shape == SchemaShape.Untyped) return null;
        var wanted = schema.Shape switch
        {
            SchemaShape.List => "array",
            SchemaShape.Scalar => schema.Format == "int-or-string" ? "integer,string" : schema.ScalarType,
            _ => "object",
        };
        var found = (value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            JsonValueKind.Number => value!.GetValue<decimal>() % 1 == 0 ? "integer" : "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return wanted.Split(',').Contains(found) || wanted == "number" && found == "integer" ? null : (found, wanted);
    }

    private void Map(string path, JsonObject map, Schema schema, JsonObject openApi)
    {
        var missing = openApi.Texts("required").Where(name => !map.ContainsKey(name))
            .Concat(EmbeddedFields.Where(name => schema.Embedded && map[name] is null));
        errors.AddRange(missing.Select(name => FieldError.Required(Validation.Under(path, name))));
        Count(path, map.Count, openApi, "Properties", "properties");
        foreach (var (name, member) in map)
        {
            if (schema.Embedded && name == "metadata" || schema.Member(name) is not { } type) continue;
            Check(Validation.Under(path, name), member, type);
        }
    }

    private void List(string path, JsonArray list, Schema schema, JsonObject openApi)
    {
        Count(path, list.Count, openApi, "Items", "items");
        var seen = new HashSet<PathElement>();
        foreach (var (index, element) in list.Index())
        {
            Check($"{path}[{index}]", element, schema.Element);
            var isNamed = schema.ListKind == ListKind.Set || schema.Keys.Any(key => element.Has(key));
            if (!isNamed || seen.Add(new TypedValue(list, schema).StepTo(element))) continue;
            var keys = schema.Keys.Select(key => KeyValuePair.Create(key, element.At(key)?.DeepClone()));
            errors.Add(FieldError.Of("Duplicate", $"{path}[{index}]", schema.ListKind == ListKind.Set ? element : new JsonObject(keys)));
        }
    }

    private void Count(string path, int count, JsonObject openApi, string keyword, string what)
    {
        Limit(openApi, $"max{keyword}", most => count > most,
            most => FieldError.Of("TooMany", path, count, $"must have at most {most} items"));
        Limit(openApi, $"min{keyword}", least => count < least, least => Invalid(path, count, $"should have at least {least} {what}"));
    }

    private void Text(string path, string text, JsonObject openApi)
    {
        var length = new StringInfo(text).LengthInTextElements;
        Limit(openApi, "maxLength", most => length > most,
            most => FieldError.Of("TooLong", path, null, $"may not be more than {most} bytes"));
        Limit(openApi, "minLength", least => length < least, least => Invalid(path, text, $"should be at least {least} chars long"));
        if (openApi.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, MatchTime))
            errors.Add(Invalid(path, text, $"should match '{pattern}'"));

        if (openApi.Text("format") is { } format && !Formats.Fits(format, text))
            errors.Add(FieldError.Of("TypeInvalid", path, text, $"{InBody(path)} must be of type {format}: \"{text}\""));
    }

    private void Range(string path, JsonNode value, JsonObject openApi)
    {
        var number = value.GetValue<decimal>();
        var (above, below) = (openApi.Flag("exclusiveMinimum"), openApi.Flag("exclusiveMaximum"));
        Limit(openApi, "minimum", least => above ? number <= least : number < least,
            least => Invalid(path, value, $"should be greater than {(above ? "" : "or equal to ")}{least}"));
        Limit(openApi, "maximum", most => below ? number >= most : number > most,
            most => Invalid(path, value, $"should be less than {(below ? "" : "or equal to ")}{most}"));
        Limit(openApi, "multipleOf", step => number % step != 0, step => Invalid(path, value, $"should be a multiple of {step}"));
    }

    private void Limit(JsonObject openApi, string keyword, Func<decimal, bool> breaks, Func<decimal, FieldError> error)
    {
        if (openApi[keyword]?.GetValueKind() != JsonValueKind.Number) return;
        var limit = decimal.Parse(openApi[keyword]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (breaks(limit)) errors.Add(error(limit));
    }

    private FieldError Invalid(string path, JsonNode? value, string problem) =>
        FieldError.Invalid(path, value, $"{InBody(path)} {problem}");

    private string InBody(string path) =>
        $"{(part.Length > 0 && path.StartsWith($"{part}.", StringComparison.Ordinal) ? path[(part.Length + 1)..] : path)} in body";

    private void Alternatives(string path, JsonNode? value, JsonObject openApi)
    {
        int Fitting(string keyword) => openApi.Items(keyword).OfType<JsonObject>().Count(one => IsValid(path, value, one));
        void Refuse(string problem, string unfit = "")
        {
            // Such an error belongs to no one field. Where nothing fits, what the first alternative lacks is told as well.
            errors.Add(FieldError.Invalid("<nil>", "", $"\"{path}\" must {problem}"));
            if (openApi.Items(unfit).FirstOrDefault() is JsonObject first) Check(path, value, Junctor(first));
        }

        foreach (var one in openApi.Items("allOf").OfType<JsonObject>()) Check(path, value, Junctor(one));
        if (openApi.Has("anyOf") && Fitting("anyOf") == 0) Refuse("validate at least one schema (anyOf)", "anyOf");
        if (openApi.Has("oneOf") && Fitting("oneOf") is var count and not 1)
        {
            var found = count == 0 ? "none valid" : $"{count} valid alternatives";
            Refuse($"validate one and only one schema (oneOf). Found {found}", count == 0 ? "oneOf" : "");
        }

        if (openApi.Map("not") is { } not && IsValid(path, value, not)) Refuse("not validate the schema (not)");
    }

    private bool IsValid(string path, JsonNode? value, JsonObject openApi)
    {
        List<FieldError> found = [];
        new OpenApiRules(found, part).Check(path, value, Junctor(openApi));
        return found.Count == 0;
    }

    // Schemas inside junctors say nothing of the type, so that theirs is free unless they do.
    private static Schema Junctor(JsonObject openApi) => openApi.Has("type") || openApi.Has("properties")
        ? OpenApiSchemas.Of(openApi)
        : Schema.Untyped with { OpenApi = openApi };
}
