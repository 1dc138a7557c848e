namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>The entries of <c>metadata.managedFields</c>.</summary>
internal sealed class ManagedEntries : Dictionary<ManagerId, ManagedEntry>
{
    public ManagedEntries()
    {
    }

    public ManagedEntries(ManagedEntries other)
        : base(other)
    {
    }

    /// <summary>Reads the entries; null when the list is malformed, so that the live one stays in force.</summary>
    public static ManagedEntries? Read(JsonObject? obj)
    {
        var entries = new ManagedEntries();
        foreach (var node in List(obj) ?? [])
        {
            if (node is not JsonObject entry || Text(entry, "operation") is not ("Apply" or "Update") ||
                Text(entry, "fieldsType") is not ("FieldsV1" or "") ||
                FieldSet.FromJson(entry["fieldsV1"] as JsonObject ?? []) is not { } fields)
            {
                return null;
            }

            var applies = Text(entry, "operation") == "Apply";
            var apiVersion = Text(entry, "apiVersion");
            var id = ManagerId.Of(Text(entry, "manager"), applies, apiVersion, Text(entry, "subresource"));
            entries[id] = new ManagedEntry(fields, apiVersion, entry["time"]?.ToString());
        }

        return entries;
    }

    /// <summary>Whether a client asks to forget all entries: a list of one empty entry.</summary>
    public static bool IsReset(JsonObject obj) => List(obj) is [JsonObject { Count: 0 }];

    /// <summary>Puts the entries, in the server's order, into an object; none removes the list.</summary>
    public void Write(JsonObject obj)
    {
        Clear(obj);
        if (Count == 0) return;
        if (obj["metadata"] is not JsonObject metadata) obj["metadata"] = metadata = [];
        metadata["managedFields"] = new JsonArray([.. this
            .OrderBy(entry => entry.Key.Applies ? 0 : 1)
            .ThenBy(entry => Parse(entry.Value.Time))
            .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
            .Select(entry => ToJson(entry.Key, entry.Value))]);
    }

    public static void Clear(JsonObject obj) => (obj["metadata"] as JsonObject)?.Remove("managedFields");

    public static JsonArray? List(JsonObject? obj) => (obj?["metadata"] as JsonObject)?["managedFields"] as JsonArray;

    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Replaces what a manager owns; owning nothing ends its entry.</summary>
    public void Set(ManagerId id, ManagedEntry entry)
    {
        if (entry.Fields.IsEmpty) Remove(id);
        else this[id] = entry;
    }

    private static JsonObject ToJson(ManagerId id, ManagedEntry entry)
    {
        var json = new JsonObject
        {
            ["manager"] = id.Manager,
            ["operation"] = id.Applies ? "Apply" : "Update",
            ["apiVersion"] = entry.ApiVersion,
        };
        if (entry.Time is not null) json["time"] = entry.Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = entry.Fields.ToJson();
        if (id.Subresource.Length > 0) json["subresource"] = id.Subresource;
        return json;
    }

    private static DateTimeOffset Parse(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? parsed
            : DateTimeOffset.MinValue;

    private static string Text(JsonObject entry, string key) =>
        entry[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
