using System.Globalization;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Webhook.Recording;

/// <summary>Deletes ChangeRequests that nobody proposed, or that were settled long ago. Several replicas may do so at once.</summary>
internal sealed class ChangeExpiry(ApiClient client, TimeSpan lifetime, TimeProvider time, ILogger<ChangeExpiry> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Looks every hour until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await SweepAsync(ct);
            await Task.Delay(Pause, time, ct);
        }
    }

    /// <summary>Deletes what is older than its lifetime.</summary>
    internal async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var change in client.ListAsync(OwnResources.ChangeRequests, null, null, ct))
            {
                if (HasExpired(change)) await DeleteAsync(change, ct);
            }
        }
        catch (ApiException e)
        {
            WebhookLog.NotExpired(logger, e.Message);
        }
    }

    private bool HasExpired(JsonElement change) =>
        DateTimeOffset.TryParse(Json.TextAt(change, "metadata", "creationTimestamp"), CultureInfo.InvariantCulture, out var created)
        && time.GetUtcNow() - created > lifetime;

    private async Task DeleteAsync(JsonElement change, CancellationToken ct)
    {
        var (ns, name) = (Json.TextAt(change, "metadata", "namespace"), Json.TextAt(change, "metadata", "name"));
        try
        {
            await client.DeleteAsync(OwnResources.ChangeRequests, ns, name, new() { Uid = Json.TextAt(change, "metadata", "uid") }, ct);
            WebhookLog.Expired(logger, ns, name);
        }
        catch (ApiException e) when (e.IsConflict)
        {
            // The same change was denied anew meanwhile.
        }
    }
}
