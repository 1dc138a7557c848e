namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Whether an object may be stored, in the server's words: by its types, and by <c>rules.txt</c>, whose head gives its
/// grammar.
/// </summary>
/// <param name="root">The whole object.</param>
/// <param name="isUpdate">Whether there is a stored object, so that rows about it hold.</param>
/// <param name="part">The subresource that is written; empty for the object itself.</param>
/// <param name="fields">The paths of what was written, as far as they are known.</param>
internal sealed partial class Validation(JsonObject root, bool isUpdate, string part = "", IReadOnlyList<string>? fields = null)
{
    private const string Below = "below";

    private static readonly Lazy<ILookup<string, TableRow>> Table = new(() => TableRow.Read("rules.txt"));
    private static readonly ConcurrentDictionary<string, (Regex Form, string Message)[]> Formats = new();
    private readonly List<FieldError> errors = [];

    /// <summary>
    /// The errors of an object in stored form (after <see cref="Defaults"/>), empty when it is valid. CEL rules of
    /// custom resources are not evaluated here.
    /// </summary>
    /// <param name="old">The stored object on update; null on create.</param>
    public static IReadOnlyList<FieldError> Validate(
        KindRow row, Schema schema, JsonObject obj, JsonObject? old, string part = "", IReadOnlyList<string>? fields = null)
    {
        var validation = new Validation(obj, old is not null, part, fields);
        string[] own = [.. Table.Value[row.Type ?? ""].Where(IsFormat).Select(one => one.Path)];
        validation.Check("object", "", obj, old, null, own);
        if (schema.IsCustom)
        {
            validation.Walk("metadata", obj["metadata"], old?["metadata"], TypeTable.Metadata);
            new OpenApiRules(validation.errors, part).Check("", obj, schema);
        }
        else
        {
            validation.Check("built-in", "", obj, old);
            validation.Walk("", obj, old, schema);
        }

        return validation.errors;
    }

    /// <summary>Throws the 422 of options of a request, or of another small object, that the rows of its type do not allow.</summary>
    public static void Demand(string type, JsonObject it, Func<IReadOnlyList<FieldError>, ApiError> refusal)
    {
        var validation = new Validation(it, isUpdate: false);
        validation.Check(type, "", it, null);
        if (validation.errors.Count > 0) throw refusal(validation.errors);
    }

    public static void DemandOptions(string kind, JsonObject options) =>
        Demand($"meta.v1.{kind}", options, errors => ApiError.Invalid("meta.k8s.io", kind, "", errors));

    public static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void Walk(string path, JsonNode? value, JsonNode? old, Schema schema)
    {
        if (value is JsonObject map)
        {
            errors.AddRange(schema.Fields
                .Where(field => field.Value is { Required: true, Shape: not SchemaShape.List } && IsMissing(map[field.Key]))
                .Where(field => !HasRowFor(schema.TypeName, field.Key, row => row[2].StartsWith("self == null", StringComparison.Ordinal)))
                .Select(field => FieldError.Required(Under(path, field.Key))));
            if (schema.TypeName.Length > 0) Check(schema.TypeName, path, map, old, schema);
            foreach (var (name, _) in map.Where(member => !HasRowFor(schema.TypeName, member.Key, row => row[2] == Below)))
                Walk(path, map, old, schema, name);
        }
        else if (value is JsonArray list)
        {
            foreach (var (index, element) in list.Index()) Walk($"{path}[{index}]", element, null, schema.Element);
        }
        else if (schema.Enum.Count > 0 && value.Text() is { Length: > 0 } text && !schema.Enum.Contains(text))
            errors.Add(FieldError.NotSupported(path, value, schema.Enum));
    }

    /// <summary>Checks what lies in a field.</summary>
    private void Walk(string path, JsonObject map, JsonNode? old, Schema schema, string name)
    {
        if (path.Length == 0 && name == "status" || schema.Member(name) is not { } type) return;
        var isSaid = HasRowFor(schema.TypeName, name, row => row[3].StartsWith("NotSupported", StringComparison.Ordinal));
        var at = schema.Shape == SchemaShape.Map ? $"{path}[{name}]" : Under(path, name);
        // The server looks at the metadata of a change in four places.
        for (var times = isUpdate && at == "metadata" ? 4 : 1; times > 0; times--)
            Walk(at, map[name], old.At(name), isSaid ? type with { Enum = [] } : type);
    }

    /// <summary>Checks the rows of a type; <paramref name="was"/> is the stored object of it.</summary>
    private void Check(string type, string path, JsonObject it, JsonNode? was, Schema? schema = null, params string[] without)
    {
        foreach (var row in Table.Value[type])
        {
            if (!isUpdate && AboutStored().IsMatch(row[2]) || IsFormat(row) && without.Contains(row.Path)) continue;
            if (row[2] == Below)
            {
                if (schema is not null) Walk(path, it, was, schema, row.Path);
                continue;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var place in row.Places(row.IsOld ? new Place(path, null, was) : new Place(path, null, it, was))) Check(row, it, was, place, seen);
        }
    }

    // Rows stand for the errors that types.txt would give.
    private static bool HasRowFor(string type, string field, Func<TableRow, bool> says) =>
        type.Length > 0 && Table.Value[type].Any(row => row.Path == field && says(row));

    private static bool IsMissing(JsonNode? value) => value is null || value.Text() == "";

    private static bool IsFormat(TableRow row) => row[2].StartsWith("not ", StringComparison.Ordinal);

    private void Check(TableRow row, JsonObject it, JsonNode? was, Place place, HashSet<string> seen)
    {
        var path = row.ReportedAs is ['.', ..] below ? place.Path + below : row.ReportedAs ?? place.Path;
        var words = row[2].Split(' ');
        var scope = TableRow.Scope(it, place, was, root, part, row[4].Contains("written") && fields?.Contains(path) == true);
        if (words is [.., "not", var format] && words.Length <= 3)
        {
            var text = words.Length == 3 ? place.Key : place.Value.Text() ?? "";
            if (text.Length == 0 && !row.Steps[^1].StartsWith('[') && !row.Steps[^1].StartsWith('{')) return;
            var problems = format.StartsWith("cel", StringComparison.Ordinal)
                ? Conditions.Problems(root.Text("kind"), text, format == "cel-bool", OpenApiSchemas.At(path, it))
                : Problems(format, text);
            errors.AddRange(problems.Select(problem => FieldError.Invalid(path, text, problem)));
        }
        else if (words[0] == "repeated" ? IsRepeated(row, place, scope, seen) : TableRow.TryEvaluate(row[2], scope, out var holds) && holds is true)
        {
            var shown = row[4].Length > 0 && TableRow.TryEvaluate(row[4], scope, out var value) ? CelValues.ToJson(value) : place.Value;
            errors.Add(Error(row, path, shown, scope));
        }
    }

    /// <summary>Whether an earlier element had the same value, or the same value of the expression that follows the word.</summary>
    private static bool IsRepeated(TableRow row, Place place, CelScope scope, HashSet<string> seen)
    {
        var by = row[2]["repeated".Length..];
        var identity = by.Length == 0 ? place.Value : TableRow.TryEvaluate(by, scope, out var value) ? CelValues.ToJson(value) : null;
        return identity is not null && identity.Text() != "" && !seen.Add(identity.ToJsonString());
    }

    private static FieldError Error(TableRow row, string path, JsonNode? value, CelScope scope)
    {
        if (row[3].Length == 0) return FieldError.Of("Duplicate", path, value);
        var colon = row[3].IndexOf(':', StringComparison.Ordinal);
        var message = Hole().Replace(row[3][(colon + 1)..].Trim(), hole =>
            TableRow.TryEvaluate(hole.Groups["expression"].Value, scope, out var found) ? $"{found}" : "");
        return row[3][..colon] == "NotSupported"
            ? FieldError.NotSupported(path, value ?? "", message.Split(", "))
            : FieldError.Of(row[3][..colon], path, value, message);
    }

    /// <summary>What is wrong with a text that should have a format of <c>rules.txt</c>.</summary>
    public static IEnumerable<string> Problems(string format, string text) => Formats
        .GetOrAdd(format, static name => [.. Table.Value[$"format {name}"].Select(row =>
            (new Regex($@"\A(?:{row[1]})\z", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), row[2]))])
        .Where(rule => !rule.Form.IsMatch(text)).Select(rule => rule.Message);

    [GeneratedRegex(@"\b(old|was)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AboutStored();

    [GeneratedRegex(@"\{(?<expression>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hole();
}
