using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Changes <c>metadata.finalizers</c> and nothing else, on the version that was read and no other.</summary>
internal sealed class FinalizerPatch(OperatorClient writes, OwnWrites own)
{
    private const int MostConflicts = 5;

    private readonly ApiClient _client = writes.Client;

    /// <summary>The finalizers of an object.</summary>
    public static IReadOnlyList<string> Of(JsonElement obj) =>
        obj.GetProperty("metadata").TryGetProperty("finalizers", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(f => f.GetString()!)]
            : [];

    /// <summary>Adds those that are missing, unless the object is being deleted.</summary>
    /// <returns>The object as it is now, or null where it has gone or was replaced.</returns>
    public Task<JsonElement?> AddAsync(
        Resource resource, JsonElement obj, IReadOnlyCollection<string> identifiers, CancellationToken ct) =>
        ChangeAsync(resource, obj, o => Changes.IsMarkedForDeletion(o) ? Of(o) : [.. Of(o).Union(identifiers)], ct);

    /// <summary>Takes one off, wherever in the list it stands.</summary>
    /// <returns>The object as it is now, or null where it has gone or was replaced.</returns>
    public Task<JsonElement?> RemoveAsync(Resource resource, JsonElement obj, string identifier, CancellationToken ct) =>
        ChangeAsync(resource, obj, o => [.. Of(o).Where(f => f != identifier)], ct);

    private async Task<JsonElement?> ChangeAsync(
        Resource resource, JsonElement obj, Func<JsonElement, IReadOnlyList<string>> change, CancellationToken ct)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var wanted = change(obj);
            if (wanted.SequenceEqual(Of(obj))) return obj;
            try
            {
                return await PatchAsync(resource, obj, wanted, ct);
            }
            catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
            {
                return null;
            }
            catch (ApiException e) when (e.IsConflict && conflicts < MostConflicts)
            {
                var (ns, name) = ObjectKey.Of(obj);
                if (await _client.GetAsync(resource, ns, name, ct) is not { } live) return null;
                if (ObjectKey.Uid(live) != ObjectKey.Uid(obj)) return null;
                obj = live;
            }
        }
    }

    private async Task<JsonElement> PatchAsync(Resource resource, JsonElement obj, IReadOnlyList<string> finalizers, CancellationToken ct)
    {
        var metadata = new JsonObject
        {
            ["uid"] = ObjectKey.Uid(obj),
            ["resourceVersion"] = ObjectKey.ResourceVersion(obj),
            ["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]),
        };
        var (ns, name) = ObjectKey.Of(obj);
        var written = await _client.MergePatchAsync(resource, ns, name, new() { ["metadata"] = metadata }, new WriteOptions(), ct);
        own.Note(written);
        return written;
    }
}
