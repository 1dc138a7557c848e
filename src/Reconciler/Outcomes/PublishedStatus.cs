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
        var key = $"{resource.Plural}/{ns}/{name}";
        var newest = _written.TryGetValue(key, out var written) && written.Version > Number(version) ? written.Status : before;
        if (JsonNode.DeepEquals(newest, now)) return;
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

    private static ulong Number(string? version) => ulong.TryParse(version, out var number) ? number : 0;

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(Resource resource, string ns, string name) => _written.TryRemove($"{resource.Plural}/{ns}/{name}", out _);
}
