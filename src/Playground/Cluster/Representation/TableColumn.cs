namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>A column of a table and how its cell is read from an object; the time is now, for ages.</summary>
/// <param name="Priority">Shown always when 0, else only in the wide form.</param>
internal sealed record TableColumn(
    string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, long Priority = 0, string Format = "",
        string Description = "")
{
    private static readonly ConcurrentDictionary<ResourceTraits, IReadOnlyList<TableColumn>> BuiltIn = [];
    private static readonly TableColumn NameColumn = new("Name", "string", (item, _) => item.Text("metadata", "name"), Format: "name");

    /// <summary>The name first, then the columns of the definition or of the table of resources.</summary>
    public static IReadOnlyList<TableColumn> Of(ResourceType type) => type.Custom is { Columns.Count: > 0 } custom
        ? [NameColumn, .. custom.Columns.Select(Defined)]
        : BuiltIn.GetOrAdd(type.Traits, traits => traits.Columns.Any(column => column.Word.StartsWith("nameless", StringComparison.Ordinal))
            ? [.. traits.Columns.Select(Row)]
            : [NameColumn, .. traits.Columns.Select(Row)]);

    public JsonObject ToJson() => new()
    {
        ["name"] = Name, ["type"] = Type, ["format"] = Format, ["description"] = Description, ["priority"] = Priority,
    };

    private static TableColumn Row((string Word, string Text) line)
    {
        var (words, parts) = (line.Word.Split(' '), line.Text.Split('=', 2, StringSplitOptions.TrimEntries));
        var wide = words[^1] == "wide";
        var cell = CellText.Compile(parts[1], words[0] is "integer" or "boolean");
        return new TableColumn(parts[0], wide ? "string" : words[^1], cell, wide ? 1 : 0,
            parts[0] == "Name" ? "name" : "");
    }

    private static TableColumn Defined(JsonObject column)
    {
        var (path, type) = (column.Text("jsonPath") ?? "", column.Text("type") ?? "string");
        return new TableColumn(
            column.Text("name") ?? "", type, (item, now) => Shown(JsonPaths.Find(item, path).FirstOrDefault(), type, now),
            column.Number("priority") ?? 0, column.Text("format") ?? "", column.Text("description") ?? "");
    }

    private static JsonNode? Shown(JsonNode? value, string type, DateTimeOffset now) => (value, type) switch
    {
        (null, _) => null,
        (_, "date") => Age.Since(value.Text(), now),
        (JsonValue, "string") => value.Text() ?? value.ToJsonString(),
        (JsonValue, _) => value.DeepClone(),
        _ => value.ToJsonString(),
    };
}
