namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What <c>rules.txt</c> says against an object; the head of the table gives its grammar.</summary>
/// <param name="root">The whole object.</param>
/// <param name="isUpdate">Whether there is a stored object, so that rows about it hold.</param>
internal sealed partial class Rules(List<FieldError> errors, JsonObject root, bool isUpdate)
{
    private static readonly Lazy<ILookup<string, TableRow>> Table = new(() => TableRow.Read("rules.txt"));
    private static readonly ConcurrentDictionary<string, (Regex Form, string Message)[]> Formats = new();

    /// <summary>Checks the rows of a type; <paramref name="was"/> is the stored object of it.</summary>
    public void Check(string type, string path, JsonObject it, JsonNode? was, params string[] without)
    {
        foreach (var row in Table.Value[type])
        {
            if (!isUpdate && AboutStored().IsMatch(row[2]) || IsFormat(row) && without.Contains(row.Path)) continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var place in row.Places(new Place(path, null, it, was))) Check(row, it, was, place, seen);
        }
    }

    /// <summary>Checks the rows of the kind itself and those of every object.</summary>
    public void CheckRoot(string type, JsonObject it, JsonNode? was)
    {
        string[] own = [.. Table.Value[type].Where(IsFormat).Select(row => row.Path)];
        Check("object", "", it, was, own);
        if (type.Length > 0) Check("built-in", "", it, was);
    }

    /// <summary>Whether a row speaks of the absence of a field.</summary>
    public static bool HasRowFor(string type, string field) =>
        Table.Value[type].Any(row => row.Path == field && row[2].StartsWith("self == null", StringComparison.Ordinal));

    private static bool IsFormat(TableRow row) => row[2].StartsWith("not ", StringComparison.Ordinal);

    private void Check(TableRow row, JsonObject it, JsonNode? was, Place place, HashSet<string> seen)
    {
        var path = row.ReportedAs ?? place.Path;
        var words = row[2].Split(' ');
        if (words is [.., "not", var format] && words.Length <= 3)
        {
            var text = words.Length == 3 ? place.Key : place.Value.Text() ?? "";
            if (text.Length > 0 && Problem(format, text) is { } problem) errors.Add(FieldError.Invalid(path, text, problem));
        }
        else if (row[2] == "repeated")
        {
            if (place.Value is null || place.Value.Text() == "" || seen.Add(place.Value.ToJsonString())) return;
            errors.Add(row[3].Length == 0 ? FieldError.Duplicate(path, place.Value) : Error(row, path, place.Value, default!));
        }
        else
        {
            var scope = TableRow.Scope(it, place, was, root);
            if (!TableRow.TryEvaluate(row[2], scope, out var holds) || holds is not true) return;
            var shown = row[4].Length > 0 && TableRow.TryEvaluate(row[4], scope, out var value) ? CelValues.ToJson(value) : place.Value;
            errors.Add(Error(row, path, shown, scope));
        }
    }

    private static FieldError Error(TableRow row, string path, JsonNode? value, CelScope scope)
    {
        var colon = row[3].IndexOf(':', StringComparison.Ordinal);
        var message = Hole().Replace(row[3][(colon + 1)..].Trim(), hole =>
            TableRow.TryEvaluate(hole.Groups["expression"].Value, scope, out var found) ? $"{found}" : "");
        return row[3][..colon] switch
        {
            "Required" => FieldError.Required(path, message),
            "Forbidden" => FieldError.Forbidden(path, message),
            "NotSupported" => FieldError.NotSupported(path, value ?? "", message.Split(", ")),
            "NotFound" => FieldError.NotFound(path, value),
            "TooLong" => FieldError.TooLong(path, message),
            _ => FieldError.Invalid(path, value, message),
        };
    }

    private static string? Problem(string format, string text) => Formats
        .GetOrAdd(format, static name => [.. Table.Value[$"format {name}"].Select(row =>
            (new Regex($@"\A(?:{row[1]})\z", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), row[2]))])
        .FirstOrDefault(rule => !rule.Form.IsMatch(text)).Message;

    [GeneratedRegex(@"\b(old|was)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AboutStored();

    [GeneratedRegex(@"\{(?<expression>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hole();
}
