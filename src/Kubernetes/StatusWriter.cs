using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes;

/// <summary>Writes the status of objects by one merge patch of what changed, and nothing where nothing did.</summary>
public sealed class StatusWriter(ApiClient client)
{
    /// <summary>Makes the status of an object what <paramref name="status"/> says.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="read">The object as it was read; an object that has taken its place since (by UID) is not written.</param>
    /// <param name="status">The whole status; members that it lacks are removed.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The object as it is now; <paramref name="read"/> itself where there was nothing to write.</returns>
    /// <exception cref="ApiException">Among others 404 or 409 where the object has gone or was replaced.</exception>
    public async Task<JsonElement> WriteAsync(Resource resource, JsonElement read, JsonObject status, CancellationToken ct)
    {
        var before = read.TryGetProperty("status", out var old) && old.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(old)!
            : [];
        if (MergePatch.Between(before, status) is not { } change) return read;
        var patch = new JsonObject { ["status"] = change };
        if (ObjectKey.Uid(read) is { } uid) patch["metadata"] = new JsonObject { ["uid"] = uid };
        var (ns, name) = ObjectKey.Of(read);
        return await client.MergePatchAsync(resource, ns, name, patch, new WriteOptions(), ct, "status");
    }
}
