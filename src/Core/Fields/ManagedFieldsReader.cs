using System.Text.Json;

namespace GitOpsGuard.Core.Fields;

/// <summary>Reads <c>metadata.managedFields</c>. It is evidence of who wrote what, never proof: clients may rewrite it.</summary>
public static class ManagedFieldsReader
{
    /// <summary>All entries of an object, in their order; entries that are no objects are left out.</summary>
    public static IReadOnlyList<ManagedFieldsEntry> Read(JsonElement obj)
    {
        if (Entries(obj) is not { ValueKind: JsonValueKind.Array } entries) return [];
        return [.. entries.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object).Select(Entry)];
    }

    /// <summary>What <paramref name="manager"/> declares: the fields of its Apply entry for the object itself.</summary>
    /// <returns>The empty set when the manager has no such entry.</returns>
    public static FieldSet Declared(JsonElement obj, string manager = Names.FieldManager) =>
        ApplyEntry(obj, manager)?.Fields ?? FieldSet.Empty;

    /// <summary>The Apply entry of <paramref name="manager"/> for the object itself.</summary>
    public static ManagedFieldsEntry? ApplyEntry(JsonElement obj, string manager = Names.FieldManager) =>
        Find(obj, manager) is { ValueKind: JsonValueKind.Object } entry ? Entry(entry) : null;

    /// <summary>The fields of <see cref="ApplyEntry"/>, unread; undefined when there is none.</summary>
    public static JsonElement AppliedFields(JsonElement obj, string manager = Names.FieldManager) => Json.Member(Find(obj, manager), "fieldsV1");

    /// <summary>Keys of <c>metadata.labels</c> or <c>metadata.annotations</c> that an entry owns, read without the rest of it.</summary>
    /// <param name="fieldsV1">The fields of the entry.</param>
    /// <param name="map"><c>f:labels</c> or <c>f:annotations</c>.</param>
    public static IEnumerable<string> OwnedKeys(JsonElement fieldsV1, string map)
    {
        if (Json.At(fieldsV1, "f:metadata", map) is not { ValueKind: JsonValueKind.Object } keys) yield break;
        foreach (var key in keys.EnumerateObject())
        {
            if (key.Name.StartsWith("f:", StringComparison.Ordinal)) yield return key.Name[2..];
        }
    }

    /// <summary>The entries that are not at the same place with the same bytes before, unless they are of an ordinary update by another manager than ours.</summary>
    public static IReadOnlyList<ManagedFieldsEntry> Written(JsonElement before, JsonElement after)
    {
        if (Entries(after) is not { ValueKind: JsonValueKind.Array } entries) return [];
        List<ManagedFieldsEntry>? written = null;
        var olds = Entries(before) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
        foreach (var entry in entries.EnumerateArray())
        {
            if (olds.MoveNext() && Json.SameText(olds.Current, entry)) continue;
            if (entry.ValueKind != JsonValueKind.Object) continue;
            if (Json.Is(entry, "manager", Names.FieldManager) || Json.Is(entry, "operation", "Apply")) (written ??= []).Add(Entry(entry));
        }

        return written ?? [];
    }

    private static JsonElement Find(JsonElement obj, string manager)
    {
        if (Entries(obj) is not { ValueKind: JsonValueKind.Array } entries) return default;
        foreach (var entry in entries.EnumerateArray())
        {
            if (Json.Is(entry, "manager", manager) && Json.Is(entry, "operation", "Apply") && Text(entry, "subresource").Length == 0) return entry;
        }

        return default;
    }

    private static JsonElement Entries(JsonElement obj) =>
        obj.ValueKind == JsonValueKind.Object
        && obj.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("managedFields", out var entries) ? entries : default;

    private static ManagedFieldsEntry Entry(JsonElement entry) => new(
        Text(entry, "manager"),
        Text(entry, "operation"),
        Text(entry, "subresource"),
        Text(entry, "apiVersion"),
        Text(entry, "time"),
        entry.TryGetProperty("fieldsV1", out var fields) ? fields : default);

    private static string Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
