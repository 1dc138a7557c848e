namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>Objects as the rows of a table, which is what <c>kubectl get</c> prints.</summary>
internal static class Tables
{
    /// <summary>A table of some objects; each row carries the object's metadata unless <paramref name="include"/> says otherwise.</summary>
    public static JsonObject Of(
        ResourceType type, IEnumerable<JsonObject> items, JsonObject listMetadata, string include, bool headed, DateTimeOffset now)
    {
        var columns = type.Custom is null
            ? BuiltInColumns.Of(type.Row.Group, type.Row.Plural)
            : CustomColumns.Of(type.Custom.Columns);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = listMetadata,
            ["columnDefinitions"] = headed ? new JsonArray([.. columns.Select(Definition)]) : null,
            ["rows"] = new JsonArray([.. items.Select(item => Row(columns, type, item, include, now))]),
        };
    }

    private static JsonObject Definition(TableColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    };

    private static JsonObject Row(IReadOnlyList<TableColumn> columns, ResourceType type, JsonObject item, string include, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]) };
        if (include == "Object") row["object"] = type.Show(item).DeepClone();
        else if (include != "None") row["object"] = MetadataOnly.Of(item);
        return row;
    }
}
