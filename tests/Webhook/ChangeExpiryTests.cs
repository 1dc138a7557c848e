using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using GitOpsGuard.Webhook.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

public sealed class ChangeExpiryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    private readonly FakeApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_change_request_goes_when_its_lifetime_is_over_and_no_sooner()
    {
        Put("old", "2026-02-21T00:00:00Z");
        Put("young", "2026-02-23T00:00:00Z");
        using var client = _api.Client(new() { Time = _time });
        var expiry = new ChangeExpiry(client, TimeSpan.FromDays(7), _time, NullLogger<ChangeExpiry>.Instance);
        using var stop = new CancellationTokenSource();
        var running = expiry.RunAsync(stop.Token);

        await Eventually.Holds(() => Get("old") is null);
        Assert.NotNull(Get("young"));
        await Eventually.Holds(() => Get("young") is null, _time, TimeSpan.FromHours(1));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Put(string name, string created) => _api.Put(
        OwnResources.ChangeRequests, "shop", name, new JsonObject { ["metadata"] = new JsonObject { ["creationTimestamp"] = created } });

    private JsonObject? Get(string name) => _api.Get(OwnResources.ChangeRequests, "shop", name);
}
