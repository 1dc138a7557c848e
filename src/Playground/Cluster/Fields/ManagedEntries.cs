namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// What makes an entry of managedFields one entry. An applier has one entry whatever version it writes, so its
/// <see cref="ApiVersion"/> is empty here.
/// </summary>
internal sealed record ManagerId(string Manager, bool Applies, string ApiVersion, string Subresource)
{
    public static ManagerId Of(string manager, bool applies, string apiVersion, string? subresource) =>
        new(manager, applies, applies ? "" : apiVersion, subresource ?? "");

    /// <summary>The name in a conflict: <c>"kubectl-edit" using apps/v1</c>.</summary>
    public override string ToString()
    {
        if (Applies) return $"\"{Manager}\"";
        var subresource = Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "";
        return $"\"{Manager}\"{subresource} using {ApiVersion}";
    }
}

/// <summary>What one manager owns, in which version its paths are said, and when that last changed.</summary>
internal sealed record ManagedEntry(FieldSet Fields, string ApiVersion, string? Time);

/// <summary>The entries of <c>metadata.managedFields</c>.</summary>
internal sealed class ManagedEntries : Dictionary<ManagerId, ManagedEntry>
{
    private const int MaxUpdateManagers = 10;

    /// <summary>Reads the entries of served versions; null when the list is malformed, so that the live one stays in force.</summary>
    public static ManagedEntries? Read(JsonObject? obj, Predicate<string>? served = null)
    {
        var entries = new ManagedEntries();
        foreach (var entry in obj.Items("metadata", "managedFields"))
        {
            var (operation, apiVersion) = (entry.Text("operation"), entry.Text("apiVersion") ?? "");
            if (operation is not ("Apply" or "Update") || entry.Text("fieldsType") is not ("FieldsV1" or "" or null)) return null;
            var id = ManagerId.Of(entry.Text("manager") ?? "", operation == "Apply", apiVersion, entry.Text("subresource"));
            var fields = FieldSet.FromFieldsV1(entry.At("fieldsV1").Deserialize<JsonElement>(Trees.AnyDepth));
            if (served?.Invoke(apiVersion) != false) entries[id] = new ManagedEntry(fields, apiVersion, entry.Text("time"));
        }

        return entries;
    }

    /// <summary>Whether a client asks to forget all entries: a list of one empty entry.</summary>
    public static bool IsReset(JsonObject obj) => obj.At("metadata", "managedFields") is JsonArray and [JsonObject { Count: 0 }];

    /// <summary>A copy of an object without entries.</summary>
    public static JsonObject Without(JsonObject obj)
    {
        var copy = obj.Copy();
        copy.Map("metadata")?.Remove("managedFields");
        return copy;
    }

    /// <summary>Puts the entries, in the server's order, into an object; none removes the list.</summary>
    public void Write(JsonObject obj)
    {
        obj.Map("metadata")?.Remove("managedFields");
        if (Count == 0) return;
        obj.Metadata["managedFields"] = new JsonArray([.. this
            .OrderBy(entry => entry.Key.Applies ? 0 : 1)
            .ThenBy(entry => entry.Value.Time ?? "", StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
            .Select(entry => ToJson(entry.Key, entry.Value))]);
    }

    /// <summary>Replaces what a manager owns; owning nothing ends its entry.</summary>
    public void Set(ManagerId id, ManagedEntry entry)
    {
        if (entry.Fields.IsEmpty) Remove(id);
        else this[id] = entry;
    }

    /// <summary>Keeps the number of updating managers bounded by merging the oldest of each version into one.</summary>
    public void Collapse()
    {
        var updaters = this.Where(entry => !entry.Key.Applies)
            .OrderBy(entry => entry.Value.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .ToArray();
        var left = updaters.Length;
        var firsts = new Dictionary<string, ManagerId>(StringComparer.Ordinal);
        foreach (var (id, entry) in updaters)
        {
            if (left <= MaxUpdateManagers) return;
            if (firsts.TryAdd(entry.ApiVersion, id)) continue;
            var bucket = ManagerId.Of("ancient-changes", false, entry.ApiVersion, null);
            if (!TryGetValue(bucket, out var merged)) Remove(firsts[entry.ApiVersion], out merged);
            this[bucket] = entry with { Fields = entry.Fields.Union(merged!.Fields) };
            Remove(id);
            left--;
        }
    }

    private static JsonObject ToJson(ManagerId id, ManagedEntry entry) => Template.Answers.Fill(
        "Managed entry",
        ("manager", id.Manager), ("operation", id.Applies ? "Apply" : "Update"), ("apiVersion", entry.ApiVersion), ("time", entry.Time),
        ("fields", entry.Fields.ToFieldsV1()), ("subresource", id.Subresource.Length > 0 ? id.Subresource : null));
}
