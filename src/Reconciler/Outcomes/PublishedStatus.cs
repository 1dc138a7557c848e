using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>Writes status, with one patch, and only when it says something else than before.</summary>
internal sealed class PublishedStatus(ApiClient api)
{
    private readonly ConcurrentDictionary<string, (JsonNode Status, ulong Version)> _written = new(StringComparer.Ordinal);

    /// <summary>Publishes a status.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="ns">Namespace of the object.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="before">The status as it was last read, which may be older than our own last write.</param>
    /// <param name="version">Resource version of the object as it was last read.</param>
    /// <param name="now">The status to publish.</param>
    /// <param name="ct">Cancels.</param>
    public async Task WriteAsync(Resource resource, string ns, string name, JsonNode before, string? version, JsonNode now, CancellationToken ct)
    {
        var key = KeyOf(resource, ns, name);
        if (JsonNode.DeepEquals(Newest(resource, ns, name, version) ?? before, now)) return;
        try
        {
            var stored = await api.MergePatchAsync(resource, ns, name, new JsonObject { ["status"] = now.DeepClone() }, null, ct, "status");
            _written[key] = (now, Number(stored.GetProperty("metadata").GetProperty("resourceVersion").GetString()));
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            _written.TryRemove(key, out _);
        }
    }

    /// <summary>The status that we wrote last, if an object that was read at this version does not show it yet.</summary>
    public JsonNode? Newest(Resource resource, string ns, string name, string? version) =>
        _written.TryGetValue(KeyOf(resource, ns, name), out var written) && written.Version > Number(version) ? written.Status : null;

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(Resource resource, string ns, string name) => _written.TryRemove(KeyOf(resource, ns, name), out _);

    private static string KeyOf(Resource resource, string ns, string name) => $"{resource.Plural}/{ns}/{name}";

    private static ulong Number(string? version) => ulong.TryParse(version, out var number) ? number : 0;
}
