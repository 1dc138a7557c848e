namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Where a row of <c>defaults.txt</c> or <c>rules.txt</c> looks at an object.</summary>
/// <param name="Path">The place as messages write it.</param>
/// <param name="Owner">The object that holds the value.</param>
/// <param name="Value">The value; null when it is absent.</param>
/// <param name="Old">The stored value at the same path; null within lists.</param>
/// <param name="Key">The key of a map's entry.</param>
internal sealed record Place(string Path, JsonNode? Owner, JsonNode? Value, JsonNode? Old = null, string Key = "");

/// <summary>
/// A row of a table that begins with <c>TYPES | PATHS</c>. Its other columns mean what the head of its table says;
/// expressions in them are compiled when they are first evaluated.
/// </summary>
internal sealed partial class TableRow
{
    private static readonly string[] Variables = ["self", "owner", "it", "old", "was", "key", "root", "part", "written"];
    private readonly string[] _columns;

    private TableRow(string[] columns, string path)
    {
        _columns = columns;
        var names = path.Split(" as ");
        IsOld = names[0].StartsWith("old ", StringComparison.Ordinal);
        Path = IsOld ? names[0][4..] : names[0];
        ReportedAs = names.ElementAtOrDefault(1);
        Steps = [.. Step().Matches(Path).Select(step => step.Value)];
    }

    public string Path { get; }

    /// <summary>Whether the path is one of the stored object.</summary>
    public bool IsOld { get; }

    public string? ReportedAs { get; }

    /// <summary>Names, also in the form <c>["a.b"]</c>, and <c>[]</c>, <c>{}</c> or <c>{key}</c> for what lies in a list or map.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>A column, empty when the row has none there.</summary>
    public string this[int column] => _columns.ElementAtOrDefault(column) ?? "";

    /// <summary>The rows of a table by type.</summary>
    public static ILookup<string, TableRow> Read(string table) => TextTable.Lines(table)
        .Select(line => line.Split(" | ", StringSplitOptions.TrimEntries))
        .SelectMany(columns => columns[0].Split(", "), (columns, type) => (Type: type, Columns: columns))
        .SelectMany(
            row => row.Type.StartsWith("format ", StringComparison.Ordinal) ? [row.Columns[1]] : row.Columns[1].Split(", "),
            (row, path) => (row.Type, Row: new TableRow(row.Columns, path)))
        .ToLookup(row => row.Type, row => row.Row);

    /// <summary>The places to which the path leads from an object.</summary>
    public IEnumerable<Place> Places(Place from) =>
        Steps.Aggregate((IEnumerable<Place>)[from], (places, step) => places.SelectMany(place => Next(place, step)));

    /// <summary>The value of an expression; null, and false, when it reads what is absent.</summary>
    public static bool TryEvaluate(string expression, CelScope scope, out object? value) =>
        CelExpression.TryEvaluate(expression, Variables, scope, out value);

    /// <summary>The variables of the row's expressions at a place.</summary>
    public static CelScope Scope(JsonObject it, Place place, JsonNode? was = null, JsonObject? root = null, string part = "", bool written = false) => CelScope.Of(
        ("self", CelValues.From(place.Value)), ("owner", CelValues.From(place.Owner)), ("it", it),
        ("old", CelValues.From(place.Old)), ("was", was), ("key", place.Key), ("root", root), ("part", part),
        ("written", written));

    /// <summary>The field that a step names.</summary>
    public static string Name(string step) => step.StartsWith("[\"", StringComparison.Ordinal) ? step[2..^2] : step.TrimEnd('?');

    private static IEnumerable<Place> Next(Place at, string step) => (step, at.Value) switch
    {
        ("[]", JsonArray list) => list.Select((element, index) => new Place($"{at.Path}[{index}]", list, element)),
        ("{}" or "{key}", JsonObject map) => map.Select(entry => new Place(
            step == "{}" ? at.Path : $"{at.Path}[{entry.Key}]", map, entry.Value, at.Old.At(entry.Key), entry.Key)),
        ("[]" or "{}" or "{key}", _) => [],
        (_, JsonObject map) => [new Place(Under(at.Path, step), map, map[Name(step)], at.Old.At(Name(step)), at.Key)],
        _ => [],
    };

    private static string Under(string path, string step) =>
        step.StartsWith('[') ? $"{path}[{Name(step)}]" : path.Length == 0 ? step : $"{path}.{step}";

    [GeneratedRegex("""\["[^"]+"\]|\[\]|\{(key)?\}|[^.\[{]+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
