using System.Text.Json;
using GitOpsGuard.Kubernetes;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Informers of one run; those who want the same share one.</summary>
internal sealed class InformerSet(ApiClient client, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<Wanted, Informer> _informers = [];

    public Informer Get(
        Resource resource, string? ns, string? labelSelector, string? fieldSelector, Func<JsonElement, JsonElement> trim)
    {
        var wanted = new Wanted(resource, resource.Namespaced ? ns : null, labelSelector, fieldSelector, trim);
        if (_informers.TryGetValue(wanted, out var informer)) return informer;
        var options = new InformerOptions
        {
            Resource = resource,
            Namespace = wanted.Namespace,
            LabelSelector = labelSelector,
            FieldSelector = fieldSelector,
            Trim = trim,
        };
        return _informers[wanted] = new(client, options, time, logger);
    }

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(_informers.Values.Select(i => i.RunAsync(ct)));

    public Task WaitForSyncAsync(CancellationToken ct) => Task.WhenAll(_informers.Values.Select(i => i.WaitForSyncAsync(ct)));

    public (bool Synced, DateTimeOffset? OldestProgress) Health() =>
        (_informers.Values.All(i => i.HasSynced), _informers.Count == 0 ? null : _informers.Values.Min(i => i.LastProgress));

    private sealed record Wanted(
        Resource Resource, string? Namespace, string? LabelSelector, string? FieldSelector, Func<JsonElement, JsonElement> Trim);
}
