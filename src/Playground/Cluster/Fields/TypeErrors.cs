namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Values that their types cannot hold, and fields that no type knows, in the words of those who find them.</summary>
internal static class TypeErrors
{
    private const string Got = "&value.valueUnstructured";
    private const string BadQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <summary>
    /// Why an object cannot be read at all (a built-in one, or the metadata of any, has a value of the wrong type),
    /// null when it can: 400, without causes.
    /// </summary>
    public static string? Decode(KindRow row, Schema schema, JsonObject obj)
    {
        var (kind, value, type) = schema.IsCustom ? ("ObjectMeta", obj["metadata"], TypeTable.Metadata) : (row.Kind, obj, schema);
        return Find([], value, type).FirstOrDefault(error => error is { Schema: not null, Problem: null }) is { } first
            ? $"{row.Kind} in version \"{row.Version}\" cannot be handled as a {row.Kind}: {Decoding(kind, first)}"
            : null;
    }

    /// <summary>
    /// Fields that stand twice, and fields that the schema does not know: <c>unknown field "spec.replcas"</c>. Those of built-in kinds
    /// stand in document order; of custom ones, and where a patch wrote them, those that stand twice come first. Unknown ones of custom
    /// kinds are in the order of their names, metadata's before others.
    /// </summary>
    /// <param name="schema">The type of the object.</param>
    /// <param name="obj">The object.</param>
    /// <param name="fields">The paths of the fields of the body, in document order.</param>
    /// <param name="patch">Whether the body is a patch of the object.</param>
    public static IReadOnlyList<string> Strict(Schema schema, JsonObject obj, List<string> fields, bool patch = false)
    {
        var repeated = fields.CountBy(path => path).Where(path => path.Value > 1)
            .Select(path => (Fault: path.Key.StartsWith('[') ? "json patch duplicate" : "duplicate", Path: path.Key));
        var unknown = Find([], obj, schema)
            .Where(error => error.Schema is null)
            .Select(error => string.Concat(error.Path.Select(crumb => crumb.Name is null ? $"[{crumb.Index}]" : $".{crumb.Name}")).TrimStart('.'))
            .OrderBy(path => !schema.IsCustom || path.StartsWith("metadata.", StringComparison.Ordinal) ? "" : path, StringComparer.Ordinal)
            .Select(path => (Fault: "unknown", Path: path));
        return [.. repeated.Concat(unknown)
            .OrderBy(field => (schema.IsCustom || patch) && field.Fault == "unknown" ? int.MaxValue : fields.LastIndexOf(field.Path))
            .Select(field => $"{field.Fault} field \"{field.Path}\"")];
    }

    /// <summary>Whether an applied configuration has the types that its schema says: nothing can be merged otherwise.</summary>
    /// <exception cref="ApiError">500: it has not.</exception>
    public static void CheckApplied(JsonObject applied, Schema schema)
    {
        string[] problems = [.. Find([], applied, schema).Select(Merging).OfType<string>()];
        if (problems.Length == 0) return;
        throw new ApiError(500, "", $"failed to create typed patch object ({Named(applied)}): {string.Join('\n', problems)}");
    }

    /// <summary>An object as messages name it: <c>shop/web; apps/v1, Kind=Deployment</c>.</summary>
    public static string Named(JsonObject obj) =>
        $"{obj.Text("metadata", "namespace")}/{obj.Text("metadata", "name")}; {KindOf(obj)}";

    public static string KindOf(JsonObject obj) => obj.Text("apiVersion") is { } version && version.Contains('/', StringComparison.Ordinal)
        ? $"{version}, Kind={obj.Text("kind")}"
        : $"/{obj.Text("apiVersion")}, Kind={obj.Text("kind")}";

    private static IEnumerable<Error> Find(ImmutableList<Crumb> path, JsonNode? value, Schema schema) => (schema.Shape, value) switch
    {
        (SchemaShape.Untyped, _) or (_, null) => [],
        (SchemaShape.Struct or SchemaShape.Map, JsonObject map) => map.SelectMany(member =>
        {
            var below = path.Add(new(schema, new PathElement.Field(member.Key), 0));
            return schema.Member(member.Key) is { } type ? Find(below, member.Value, type) : [new Error(below, member.Value, null)];
        }),
        (SchemaShape.List, JsonArray list) => Elements(path, list, schema),
        (SchemaShape.Scalar, _) when Fits(value, schema) => [],
        _ => [new Error(path, value, schema)],
    };

    private static bool Fits(JsonNode value, Schema schema) => (schema.Format, schema.ScalarType, value.GetValueKind()) switch
    {
        ("quantity", _, JsonValueKind.String or JsonValueKind.Number) => Quantity.Canonical(value.ToString()) is not null,
        ("int-or-string", _, JsonValueKind.String or JsonValueKind.Number) => true,
        ("byte" or "date-time", _, JsonValueKind.String) => Formats.Fits(schema.Format, value.Text()!),
        (_, "string", JsonValueKind.String) or (_, "boolean", JsonValueKind.True or JsonValueKind.False) => true,
        (_, "integer", JsonValueKind.Number) => value.AsValue().TryGetValue(out decimal number) && number == decimal.Truncate(number),
        (_, "number", JsonValueKind.Number) => true,
        _ => false,
    };

    private static string Decoding(string kind, Error error)
    {
        var (schema, valueKind) = (error.Schema!, error.Value!.GetValueKind());
        if (schema.Format == "quantity") return BadQuantity;
        var text = error.Value.Text();
        var base64 = text?.TakeWhile(one => char.IsAsciiLetterOrDigit(one) || one is '+' or '/').Count();
        if (schema.Format == "byte" && text is not null) return $"illegal base64 data at input byte {base64}";
        var time = $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"";
        if (schema.Format == "date-time" && text is not null) return time;
        var word = valueKind switch
        {
            JsonValueKind.Number when schema.ScalarType == "integer" => $"number {error.Value.ToJsonString()}",
            JsonValueKind.True or JsonValueKind.False => "bool",
            _ => valueKind.ToString().ToLowerInvariant(),
        };
        // Keys of maps are no part of the path in the server's words.
        var fields = error.Path.Where(crumb => crumb is { Name: not null, Container.Shape: SchemaShape.Struct }).ToArray();
        var owner = fields.Length > 0 && fields[^1].Container.TypeName.Length > 0 ? fields[^1].Container.TypeName.Split('.')[^1] : kind;
        var path = string.Join('.', fields.Select(crumb => crumb.Name));
        return $"json: cannot unmarshal {word} into Go struct field {owner}.{path} of type {GoType(schema)}";
    }

    private static string GoType(Schema schema) => schema switch
    {
        { Shape: SchemaShape.Struct } => string.Join('.', schema.TypeName.Split('.')[1..]),
        { Shape: SchemaShape.Map } => "map[string]" + GoType(schema.Element),
        { Shape: SchemaShape.List } => "[]" + GoType(schema.Element),
        { Format: "int-or-string" } => "int32",
        { ScalarType: "integer" } => schema.Format,
        { ScalarType: "boolean" } => "bool",
        { ScalarType: "number" } => "float64",
        _ => "string",
    };

    private static string? Merging(Error error)
    {
        var (value, kind) = (error.Value, error.Value?.GetValueKind());
        var isBoolean = kind is JsonValueKind.True or JsonValueKind.False;
        var problem = error.Schema switch
        {
            _ when error.Problem is not null => error.Problem,
            // An element without a name was already spoken of.
            _ when error.Path.Exists(crumb => crumb.Step is null && crumb.Container.ListKind != ListKind.Atomic) => null,
            null => "field not declared in schema",
            { Shape: SchemaShape.List } => $"expected list, got &{{{GoText.Of(value)}}}",
            { Shape: not SchemaShape.Scalar } => $"expected map, got &{{{GoText.Of(value)}}}",
            { ScalarType: "integer" or "number" } when kind != JsonValueKind.Number =>
                $"expected numeric (int or float), got {(isBoolean ? "bool" : kind == JsonValueKind.String ? "string" : "map")}",
            { ScalarType: "string" } when kind != JsonValueKind.String => $"expected string, got {Got}{{Value:{GoText.Of(value)}}}",
            { ScalarType: "boolean" } when !isBoolean => $"expected boolean, got {Got}{{Value:{GoText.Json(value)}}}",
            _ => null,
        };
        return problem is null ? null : $"{TypedValue.Describe(error.Path.Select(crumb => crumb.Step).OfType<PathElement>())}: {problem}";
    }

    private static IEnumerable<Error> Elements(ImmutableList<Crumb> path, JsonArray list, Schema schema)
    {
        var typed = new TypedValue(list, schema);
        var seen = new HashSet<PathElement>();
        foreach (var (index, element) in list.Index())
        {
            string? problem = null;
            var step = typed.IsList ? typed.TryStepTo(element, out problem) : null;
            if (step is not null && !seen.Add(step)) problem = $"duplicate entries for key {TypedValue.Describe([step])}";
            else if (problem is not null) problem = $"element {index}: {problem}";
            if (problem is not null) yield return new Error(path, element, schema, problem);
            foreach (var error in Find(path.Add(new(schema, step, index)), element, schema.Element)) yield return error;
        }
    }

    /// <summary>A step on the way to an error; null for elements that have no name of their own.</summary>
    private sealed record Crumb(Schema Container, PathElement? Step, int Index)
    {
        public string? Name => (Step as PathElement.Field)?.Name;
    }

    /// <summary>A value that its type cannot hold; the type is null where no field is declared.</summary>
    /// <param name="Problem">What is wrong with the keys of an element, which only merging minds.</param>
    private sealed record Error(ImmutableList<Crumb> Path, JsonNode? Value, Schema? Schema, string? Problem = null);
}
