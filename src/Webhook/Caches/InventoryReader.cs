using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Webhook.Caches;

/// <summary>Reads SyncInventories into declarations that take little memory: an index may hold a hundred thousand. Not for concurrent use.</summary>
internal sealed class InventoryReader
{
    private readonly TextPool _texts = new();

    /// <exception cref="JsonException">The object is no SyncInventory.</exception>
    internal ImmutableArray<Declaration> Read(JsonElement inventory)
    {
        var spec = Json.Member(inventory, "spec");
        var objects = Json.Member(spec, "objects");
        if (!Json.Exists(objects)) return [];
        if (objects.ValueKind != JsonValueKind.Array) throw new JsonException("its objects are no list");
        var source = new DeclarationSource(
            Json.TextAt(inventory, "metadata", "namespace"), Json.Text(spec, "sync"), Json.Text(spec, "repository"), Json.Text(spec, "revision"));
        var declarations = ImmutableArray.CreateBuilder<Declaration>(objects.GetArrayLength());
        foreach (var entry in objects.EnumerateArray()) declarations.Add(Read(entry, source));
        return declarations.MoveToImmutable();
    }

    private Declaration Read(JsonElement entry, DeclarationSource source)
    {
        var (kind, name) = (Pooled(entry, "kind"), Json.Text(entry, "name"));
        if (kind.Length == 0 || name.Length == 0) throw new JsonException("an object of it has no kind or no name");
        return new(
            new(Pooled(entry, "group"), kind, Pooled(entry, "namespace"), name),
            source,
            Pooled(entry, "file"),
            Number(Json.Member(entry, "document")),
            Number(Json.Member(entry, "line")),
            Lines(Json.Member(entry, "lines")),
            Json.Member(entry, "pods") is { ValueKind: JsonValueKind.Array } pods ? new(Json.Texts(pods)) : null);
    }

    private DeclaredLines Lines(JsonElement lines) => lines.ValueKind != JsonValueKind.Object
        ? DeclaredLines.None
        : new(lines.EnumerateObject().Select(line => KeyValuePair.Create(_texts.Of(line.Name), Number(line.Value))));

    private string Pooled(JsonElement entry, string member) => _texts.Of(Json.Member(entry, member));

    private static int Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
