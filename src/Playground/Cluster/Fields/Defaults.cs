namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// What decoding an object adds and drops on a real server. Built-in kinds: unknown fields and empty optional ones
/// go, quantities become canonical, defaults and always-written fields come. Custom resources: defaults of the
/// schema, and pruning.
/// </summary>
internal static class Defaults
{
    private static readonly Lazy<ILookup<string, TableRow>> Table = new(() => TableRow.Read("defaults.txt"));

    /// <summary>Brings an object into the form in which the server stores it. Changes the object itself.</summary>
    public static void Apply(JsonObject obj, KindRow row, Schema schema)
    {
        if (row.Type == "core.v1.Secret") EncodeStringData(obj);
        if (schema.IsCustom) Clean(obj.Metadata, TypeTable.Metadata);
        else
        {
            Clean(obj, schema);
            obj["apiVersion"] = row.ApiVersion;
            obj["kind"] = row.Kind;
        }

        Complete(obj, schema);
    }

    private static void EncodeStringData(JsonObject secret)
    {
        foreach (var (key, text) in secret.Map("stringData") ?? [])
            secret.Open("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Text() ?? ""));

        secret.Remove("stringData");
    }

    // Reading and writing drops what the type does not know, nulls, and empty values that are as good as absent.
    private static void Clean(JsonObject map, Schema schema)
    {
        foreach (var (name, value) in map.ToArray())
        {
            var type = schema.Member(name);
            if (type is null || value is null && schema.Shape == SchemaShape.Struct)
            {
                map.Remove(name);
                continue;
            }

            if (type.Format == "quantity" && value is JsonValue && Quantity.Canonical(value.ToString()) is { } text) map[name] = text;
            else if (value is JsonObject child && type.Shape is SchemaShape.Struct or SchemaShape.Map) Clean(child, type);
            else foreach (var element in value.Items().OfType<JsonObject>()) Clean(element, type.Element);
            if (schema.Shape == SchemaShape.Struct && !type.Always && IsEmpty(map[name], type)) map.Remove(name);
        }
    }

    private static bool IsEmpty(JsonNode? value, Schema schema) => schema.Shape switch
    {
        SchemaShape.List => value is JsonArray { Count: 0 },
        SchemaShape.Map => value is JsonObject { Count: 0 },
        SchemaShape.Scalar when schema.IsPointer => false,
        _ => value is JsonValue && (value.Text() == "" || schema.Zero is { } zero && JsonNode.DeepEquals(value, zero)),
    };

    private static void Complete(JsonNode? value, Schema schema)
    {
        foreach (var element in value.Items()) Complete(element, schema.Element);
        if (value is not JsonObject map) return;
        foreach (var (name, _) in map.Where(member => schema.Member(member.Key) is null).ToArray()) map.Remove(name);
        AddFields(map, schema);
        foreach (var (name, member) in map.Where(member => member.Key != "metadata" || !schema.Embedded).ToArray())
            Complete(member, schema.Member(name)!);
    }

    private static void AddFields(JsonObject map, Schema schema)
    {
        foreach (var (name, field) in schema.Fields)
        {
            // A null that a custom schema does not allow makes way for the default.
            var isAbsent = map[name] is null && !(map.ContainsKey(name) && field.OpenApi.Flag("nullable"));
            if (field.Default is { } value && isAbsent) map[name] = value.DeepClone();
        }

        foreach (var row in Table.Value[schema.TypeName]) Add(row, map, map, 0);
        foreach (var (name, field) in schema.Fields.Where(field => field.Value.Always && !map.ContainsKey(field.Key))) map[name] = field.Zero;
    }

    /// <summary>Adds to an object what the rows of a table in the form of <c>defaults.txt</c> say about its type.</summary>
    public static void Add(ILookup<string, TableRow> table, string? type, JsonObject it)
    {
        foreach (var row in table[type ?? ""]) Add(row, it, it, 0);
    }

    private static void Add(TableRow row, JsonObject it, JsonObject owner, int at)
    {
        var name = TableRow.Name(row.Steps[at]);
        if (at == row.Steps.Count - 1)
        {
            if (owner[name] is null && Value(row, it, owner) is { } value) owner[name] = value;
        }
        else if (row.Steps[at + 1] == "[]")
        {
            foreach (var element in owner.Items(name).OfType<JsonObject>()) Add(row, it, element, at + 2);
        }
        else if (owner[name] is JsonObject || !row.Steps[at].EndsWith('?'))
        {
            var child = owner[name] as JsonObject ?? [];
            if (row.Steps[at + 1] != "{}") Add(row, it, child, at + 1);
            else foreach (var (key, value) in Value(row, it, owner) as JsonObject ?? []) child[key] ??= value?.DeepClone();
            if (child.Count > 0 && child.Parent is null) owner[name] = child;
        }
    }

    private static JsonNode? Value(TableRow row, JsonObject it, JsonObject owner)
    {
        var scope = TableRow.Scope(it, new Place("", owner, null));
        return (row[3].Length == 0 || TableRow.TryEvaluate(row[3], scope, out var holds) && holds is true) &&
            TableRow.TryEvaluate(row[2], scope, out var value) ? CelValues.ToJson(value) : null;
    }
}
