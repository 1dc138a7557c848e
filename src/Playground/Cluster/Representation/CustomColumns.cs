namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The columns that a CustomResourceDefinition asks for.</summary>
internal static partial class CustomColumns
{
    private static readonly TableColumn Name = new("Name", "string", (item, _) => item.Text("metadata", "name")) { Format = "name" };
    private static readonly TableColumn AgeColumn = new("Age", "date", (item, now) => Age.Since(item.Text("metadata", "creationTimestamp"), now));

    /// <summary>The name first, then the columns of the definition; without any, the age.</summary>
    public static IReadOnlyList<TableColumn> Of(IReadOnlyList<JsonObject> columns) =>
        columns.Count == 0 ? [Name, AgeColumn] : [Name, .. columns.Select(Column)];

    private static TableColumn Column(JsonObject column)
    {
        var path = column.Text("jsonPath") ?? "";
        var type = column.Text("type") ?? "string";
        return new TableColumn(column.Text("name") ?? "", type, (item, now) => Cell(Find(item, path).FirstOrDefault(), type, now))
        {
            Priority = (int)(column.Number("priority") ?? 0),
            Format = column.Text("format") ?? "",
            Description = column.Text("description") ?? "",
        };
    }

    private static JsonNode? Cell(JsonNode? value, string type, DateTimeOffset now) => (value, type) switch
    {
        (null, _) => null,
        (_, "date") => Age.Since(value.Text(), now),
        (JsonValue, "string") => value.Text() ?? value.ToJsonString(),
        (JsonValue, _) => value.DeepClone(),
        _ => value.ToJsonString(),
    };

    /// <summary>The values at a path: fields, quoted fields, indexes, <c>[*]</c> and <c>[?(@.a=="b")]</c>.</summary>
    private static IEnumerable<JsonNode?> Find(JsonNode? root, string path)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (Match step in Steps().Matches(path))
        {
            found = Step(found, step.Groups);
        }

        return found.Where(node => node is not null && node.GetValueKind() != JsonValueKind.Null);
    }

    private static IEnumerable<JsonNode?> Step(IEnumerable<JsonNode?> found, GroupCollection step)
    {
        if (step["field"] is { Success: true } field)
            return found.Select(node => node.At(field.Value.Replace("\\.", ".", StringComparison.Ordinal)));
        if (step["quoted"] is { Success: true } quoted) return found.Select(node => node.At(quoted.Value));
        if (step["index"] is { Success: true } index)
            return found.Select(node => node.Items().ElementAtOrDefault(int.Parse(index.Value, CultureInfo.InvariantCulture)));
        return step["key"] is { Success: true } key
            ? found.SelectMany(node => node.Items().Where(item => item.Text(key.Value) == step["value"].Value))
            : found.SelectMany(node => node.Items());
    }

    [GeneratedRegex("""\.(?<field>(?:\\\.|[^.\[\]])+)|\['(?<quoted>[^']+)'\]|\[(?<index>\d+)\]|\[\?\(@\.(?<key>\w+)\s*==\s*["'](?<value>[^"']*)["']\)\]|\[\*\]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Steps();
}
