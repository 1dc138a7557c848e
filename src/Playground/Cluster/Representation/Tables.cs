namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The form in which a client wants objects.</summary>
internal enum Form
{
    Whole,
    Table,
    MetadataOnly,
}

/// <summary>Objects in the other forms that clients ask for: rows of a table, which <c>kubectl get</c> prints, and metadata alone.</summary>
internal static class Tables
{
    /// <summary>The first form in the Accept header that can be served.</summary>
    public static Form Wanted(HttpRequest request)
    {
        foreach (var part in request.Headers.Accept.ToString().Split(','))
        {
            var words = part.Split(';', StringSplitOptions.TrimEntries);
            if (words[0] is not ("application/json" or "*/*" or "application/*" or "")) continue;
            var form = words.FirstOrDefault(word => word.StartsWith("as=", StringComparison.Ordinal));
            if (form is null) return Form.Whole;
            if (!words.Contains("g=meta.k8s.io") || !words.Contains("v=v1")) continue;
            if (form == "as=Table") return Form.Table;
            if (form is "as=PartialObjectMetadata" or "as=PartialObjectMetadataList") return Form.MetadataOnly;
        }

        return Form.Whole;
    }

    /// <summary>A table of some objects; each row carries the object's metadata unless <paramref name="include"/> says otherwise.</summary>
    public static JsonObject Of(
        ResourceType type, IEnumerable<JsonObject> items, JsonObject listMetadata, string include, bool headed, DateTimeOffset now)
    {
        var columns = TableColumn.Of(type);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = listMetadata,
            ["columnDefinitions"] = headed ? new JsonArray([.. columns.Select(column => column.ToJson())]) : null,
            ["rows"] = new JsonArray([.. items.Select(item => Row(columns, type, item, include, now))]),
        };
    }

    public static JsonObject MetadataOnly(JsonObject stored) => new()
    {
        ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = stored["metadata"]?.DeepClone(),
    };

    private static JsonObject Row(IReadOnlyList<TableColumn> columns, ResourceType type, JsonObject item, string include, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]) };
        if (include == "Object") row["object"] = type.Show(item).DeepClone();
        else if (include != "None") row["object"] = MetadataOnly(item);
        return row;
    }
}
