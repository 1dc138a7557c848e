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
    public static ManagedFieldsEntry? ApplyEntry(JsonElement obj, string manager = Names.FieldManager)
    {
        if (Entries(obj) is not { ValueKind: JsonValueKind.Array } entries) return null;
        foreach (var entry in entries.EnumerateArray())
        {
            if (Is(entry, "manager", manager) && Is(entry, "operation", "Apply") && Text(entry, "subresource").Length == 0)
            {
                return Entry(entry);
            }
        }

        return null;
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

    private static bool Is(JsonElement entry, string name, string value) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String && text.ValueEquals(value);

    private static string Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
