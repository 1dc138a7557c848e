using System.Net;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class LeaseTests : IDisposable
{
    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ApiClient _client;
    private readonly List<string> _story = [];

    public LeaseTests() => _client = _api.Client(new() { Time = _time, Retries = 0 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_leads_and_the_next_takes_over_soon_after_it_is_released()
    {
        using var stopA = new CancellationTokenSource();
        using var stopB = new CancellationTokenSource();
        var a = Lease("a");
        var b = Lease("b");
        var runA = Run(a, "a", stopA.Token);
        await Eventually.Holds(() => a.IsLeader, _time);
        var runB = Run(b, "b", stopB.Token);

        await Pass(60);
        Assert.True(a.IsLeader);
        Assert.False(b.IsLeader);

        await stopA.CancelAsync();
        await Eventually.Completes(runA, _time);
        var released = _time.GetUtcNow();
        await Eventually.Holds(() => b.IsLeader, _time);

        Assert.InRange((_time.GetUtcNow() - released).TotalSeconds, 0, 4);
        Assert.Equal(["a leads", "a ends", "b leads"], _story);
        await stopB.CancelAsync();
        await Eventually.Completes(runB, _time);
    }

    [Fact]
    public async Task One_that_can_no_longer_renew_stops_before_another_may_begin()
    {
        using var stop = new CancellationTokenSource();
        var a = Lease("a");
        var run = Run(a, "a", stop.Token);
        await Eventually.Holds(() => a.IsLeader, _time);

        var cut = _time.GetUtcNow();
        _api.Intercept = _ => Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down");
        await Eventually.Holds(() => _story.Contains("a ends"), _time);

        Assert.InRange((_time.GetUtcNow() - cut).TotalSeconds, 7, 14);
        Assert.False(a.IsLeader);
        _api.Intercept = null;
        await Eventually.Holds(() => _story.Count(s => s == "a leads") == 2, _time);
        await stop.CancelAsync();
        await Eventually.Completes(run, _time);
    }

    [Fact]
    public async Task A_holder_that_vanished_is_replaced_after_its_lease_and_not_before()
    {
        using var stop = new CancellationTokenSource();
        _api.Put(BuiltInResources.Leases, "ns", "l", new()
        {
            ["spec"] = new System.Text.Json.Nodes.JsonObject { ["holderIdentity"] = "gone", ["leaseDurationSeconds"] = 30 },
        });
        var began = _time.GetUtcNow();
        var a = Lease("a");
        var run = Run(a, "a", stop.Token);

        await Eventually.Holds(() => a.IsLeader, _time);

        Assert.InRange((_time.GetUtcNow() - began).TotalSeconds, 30, 33);
        await stop.CancelAsync();
        await Eventually.Completes(run, _time);
    }

    [Fact]
    public async Task Work_that_fails_gives_the_lease_back_and_says_so()
    {
        var a = Lease("a");

        var run = a.RunAsync(_ => throw new InvalidOperationException("broken"), Cancel);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Eventually.Completes(run, _time));
        Assert.Null(_api.Get(BuiltInResources.Leases, "ns", "l")!["spec"]!["holderIdentity"]);
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    private Lease Lease(string identity) =>
        new(_client, new() { Namespace = "ns", Name = "l", Identity = identity }, _time, NullLogger.Instance);

    private Task Run(Lease lease, string name, CancellationToken ct) => lease.RunAsync(
        async stop =>
        {
            lock (_story) _story.Add($"{name} leads");
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_story) _story.Add($"{name} ends");
        },
        ct);

    private Task Pass(int seconds)
    {
        var until = _time.GetUtcNow().AddSeconds(seconds);
        return Eventually.Holds(() => _time.GetUtcNow() >= until, _time, TimeSpan.FromMilliseconds(500));
    }
}
