using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>What a holder of a lease may still write, and until when.</summary>
public sealed class FenceTests : IDisposable
{
    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly SteppedClock _clock;
    private readonly ApiClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lease _lease;
    private readonly ApiClient _fenced;
    private int _ended;
    private Task _run = Task.CompletedTask;

    public FenceTests()
    {
        _clock = new(_time);
        _client = _api.Client(new() { Time = _clock, Retries = 0 });
        _lease = NewLease("a");
        _fenced = _client.Within(_lease);
        _api.Put(BuiltInResources.ConfigMaps, "shop", "c");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_writes_and_one_that_is_none_does_not_even_send()
    {
        var before = await Assert.ThrowsAsync<ApiException>(() => Write());
        await Win();
        await Write();
        Fail();
        _time.Advance(TimeSpan.FromSeconds(10));
        var sent = Writes();

        var after = await Assert.ThrowsAsync<ApiException>(() => Write());

        Assert.Equal(ApiException.LeaseLost, before.Reason);
        Assert.Equal(ApiException.LeaseLost, after.Reason);
        Assert.False(after.IsTransient);
        Assert.Equal(1, sent);
        Assert.Equal(1, Writes());
    }

    [Fact]
    public async Task Reading_needs_no_lease()
    {
        Assert.NotNull(await _fenced.GetAsync(BuiltInResources.ConfigMaps, "shop", "c", Cancel));
    }

    [Fact]
    public async Task A_write_that_is_under_way_when_the_lease_may_pass_on_is_cut_off()
    {
        await Win();
        using var silent = new SilentHandler();
        using var slow = new ApiClient(new("http://silent/"), silent, new() { Time = _time });
        using var fenced = slow.Within(_lease);
        var began = _time.GetUtcNow();
        Fail();

        var write = fenced.MergePatchAsync(BuiltInResources.ConfigMaps, "shop", "c", [], null, Cancel);

        var e = await Assert.ThrowsAsync<ApiException>(() => Eventually.Completes(write, _time));
        Assert.Equal(ApiException.LeaseLost, e.Reason);
        Assert.InRange((_time.GetUtcNow() - began).TotalSeconds, 7, 11);
    }

    [Fact]
    public async Task A_machine_that_slept_does_not_lead_when_it_wakes()
    {
        await Win();

        // Suspended: the clock of the day has moved on, the one that measures has not.
        _clock.Step(TimeSpan.FromHours(1));

        Assert.False(_lease.IsLeader);
        await Assert.ThrowsAsync<ApiException>(() => Write());
        await Eventually.Holds(() => _lease.IsLeader, _time);
        Assert.Equal(0, _ended);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_prolong_a_lease()
    {
        await Win();
        Fail();

        _clock.Step(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(_lease.IsLeader);
    }

    [Fact]
    public async Task A_holder_that_sees_another_in_its_place_ends_at_once()
    {
        await Win();
        var began = _time.GetUtcNow();

        _api.Put(BuiltInResources.Leases, "ns", "l", new()
        {
            ["spec"] = new JsonObject { ["holderIdentity"] = "b", ["leaseDurationSeconds"] = 15, ["leaseTransitions"] = 1 },
        });
        await Eventually.Holds(() => _ended == 1, _time);

        Assert.InRange((_time.GetUtcNow() - began).TotalSeconds, 0, 4);
        Assert.False(_lease.IsLeader);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public async Task A_lease_that_was_another_s_in_between_is_a_new_term(string holder)
    {
        await Win();
        Assert.Equal(0, _lease.Term);

        _api.Put(BuiltInResources.Leases, "ns", "l", new()
        {
            ["spec"] = new JsonObject { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = 1, ["leaseTransitions"] = 4 },
        });
        await Eventually.Holds(() => _lease.Term == 5, _time);

        Assert.Equal(1, _ended);
    }

    [Fact]
    public async Task A_lease_that_somebody_deleted_is_taken_anew()
    {
        await Win();

        _api.Remove(BuiltInResources.Leases, "ns", "l");
        await Eventually.Holds(() => _ended == 1, _time);
        await Eventually.Holds(() => _lease.IsLeader, _time);

        Assert.NotNull(_api.Get(BuiltInResources.Leases, "ns", "l"));
    }

    [Fact]
    public async Task What_a_former_holder_read_it_cannot_write_over_its_successor()
    {
        var read = (await _client.GetAsync(BuiltInResources.ConfigMaps, "shop", "c", Cancel))!.Value;
        _api.Put(BuiltInResources.ConfigMaps, "shop", "c", new() { ["data"] = new JsonObject { ["by"] = "successor" } });

        // No fence here: this is the server's own check, which holds even for a write that was held up on the way.
        var stale = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = ObjectKey.ResourceVersion(read) },
            ["data"] = new JsonObject { ["by"] = "former" },
        };
        var e = await Assert.ThrowsAsync<ApiException>(
            () => _client.MergePatchAsync(BuiltInResources.ConfigMaps, "shop", "c", stale, null, Cancel));

        Assert.True(e.IsConflict);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _fenced.Dispose();
        _client.Dispose();
        _api.Dispose();
    }

    private async Task Win()
    {
        _run = _lease.RunAsync(
            async stop =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Interlocked.Increment(ref _ended);
            },
            _stop.Token);
        await Eventually.Holds(() => _lease.IsLeader, _time);
    }

    /// <summary>From now on the lease cannot be renewed.</summary>
    private void Fail() =>
        _api.Intercept = r => r.Path.Contains("/leases/", StringComparison.Ordinal)
            ? Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down")
            : null;

    private Task<System.Text.Json.JsonElement> Write() => _fenced.MergePatchAsync(BuiltInResources.ConfigMaps, "shop", "c", [], null, Cancel);

    private int Writes() => _api.Requests.Count(r => r is { Method: "PATCH", Path: "/api/v1/namespaces/shop/configmaps/c" });

    private Lease NewLease(string identity) =>
        new(_client, new() { Namespace = "ns", Name = "l", Identity = identity }, _clock, NullLogger.Instance);
}
