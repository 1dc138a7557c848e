namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The form in which a client wants objects.</summary>
internal enum Form { Whole, Table, MetadataOnly }

/// <summary>
/// Objects in the other forms that clients ask for: rows of a table, which <c>kubectl get</c> prints, and metadata
/// alone.
/// </summary>
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

    /// <summary>Refuses an Accept header that asks for nothing that the server has, or for single metadata where a list is.</summary>
    public static void Accept(HttpRequest request, string? list)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal)) return;
        var plain = accept.Split(',').Any(part =>
            !part.Contains("as=", StringComparison.Ordinal) && part.Contains("json", StringComparison.Ordinal));
        if (plain || Wanted(request) == Form.Table) return;
        if (list is not null && accept.Contains("as=PartialObjectMetadata;", StringComparison.Ordinal))
            throw new ApiError(406, "NotAcceptable", $"you requested PartialObjectMetadata, but the requested object is a list ({list})");
        if (Wanted(request) == Form.MetadataOnly) return;
        const string types = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
        throw accept.Contains("as=", StringComparison.Ordinal)
            ? new ApiError(406, "NotAcceptable", $"only the following media types are accepted: {types}")
            : new ApiError(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " +
                $"{types}, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", []);
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

    /// <summary>One object in a form.</summary>
    public static JsonObject In(Form form, JsonObject item, Func<IEnumerable<JsonObject>, JsonObject> table) => form switch
    {
        Form.Table => table([item]),
        Form.MetadataOnly => MetadataOnly(item),
        _ => item,
    };

    /// <summary>The metadata of a table of one object.</summary>
    public static JsonObject VersionOf(JsonObject item) => new() { ["resourceVersion"] = item.Text("metadata", "resourceVersion") };

    /// <summary>
    /// A list of whole objects. Those of built-in kinds leave kind and version to the list; a list of custom resources says so when
    /// there is no further page.
    /// </summary>
    public static JsonObject List(ResourceType type, IEnumerable<JsonObject> items, JsonObject metadata)
    {
        if (type.Custom is not null) metadata["continue"] ??= "";
        return List($"{type.Row.Kind}List", type.ApiVersion, metadata, items.Select(item => new JsonObject(item
            .Where(member => type.Custom is not null || member.Key is not ("apiVersion" or "kind"))
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))));
    }

    public static JsonObject List(string kind, string apiVersion, JsonObject metadata, IEnumerable<JsonObject> items) =>
        new() { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = metadata, ["items"] = new JsonArray([.. items]) };

    public static JsonObject MetadataOnly(JsonObject stored) => new()
    {
        ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = stored["metadata"]?.DeepClone(),
    };

    private static JsonObject Row(IReadOnlyList<TableColumn> columns, ResourceType type, JsonObject item, string include,
        DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]) };
        row["object"] = include switch
        {
            "Object" => type.Show(item).DeepClone(),
            "None" => null,
            "" or "Metadata" => MetadataOnly(item),
            _ => throw ApiError.BadRequest(
                $"Unable to convert to Table as requested: includeObject: Invalid value: \"{include}\": " +
                "must be 'Metadata', 'Object', 'None', or empty"),
        };
        return row;
    }
}
