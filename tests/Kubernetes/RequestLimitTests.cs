using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class RequestLimitTests : IDisposable
{
    private static readonly Resource Kind = BuiltInResources.ConfigMaps;

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ApiClient _client;

    public RequestLimitTests() => _client = _api.Client(new() { Time = _time, RequestsPerSecond = 10, Burst = 3 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_exceeds_the_burst_is_sent_one_by_one_at_the_rate()
    {
        var gets = Enumerable.Range(0, 6).Select(_ => _client.GetPathAsync("/api/v1/pods", Cancel)).ToList();

        Assert.Equal(3, _api.Requests.Count);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(3, _api.Requests.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(() => _api.Requests.Count == 4);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await Task.WhenAll(gets);
        Assert.Equal(6, _api.Requests.Count);
    }

    [Fact]
    public async Task A_time_of_rest_earns_the_burst_again_and_no_more()
    {
        for (var i = 0; i < 3; i++) await _client.GetPathAsync("/api/v1/pods", Cancel);
        _time.Advance(TimeSpan.FromHours(1));

        var gets = Enumerable.Range(0, 4).Select(_ => _client.GetPathAsync("/api/v1/pods", Cancel)).ToList();

        Assert.Equal(6, _api.Requests.Count);
        await Eventually.Completes(Task.WhenAll(gets), _time);
    }

    [Fact]
    public async Task A_watch_counts_once_and_its_events_do_not_wait()
    {
        for (var i = 0; i < 2; i++) await _client.GetPathAsync("/api/v1/pods", Cancel);
        await using var events = _client.WatchAsync(Kind, null, new() { ResourceVersion = "100" }, Cancel).GetAsyncEnumerator(Cancel);
        for (var i = 0; i < 50; i++) _api.Put(Kind, "a", $"c{i}");

        for (var i = 0; i < 50; i++) Assert.True(await events.MoveNextAsync());

        Assert.False(_client.GetPathAsync("/api/v1/pods", Cancel).IsCompleted);
    }

    [Fact]
    public async Task Clients_that_are_made_from_one_share_its_limit()
    {
        using var other = _client.As(new("jane"));
        using var third = _client.WithToken("t");
        await _client.GetPathAsync("/api/v1/pods", Cancel);
        await other.GetPathAsync("/api/v1/pods", Cancel);
        await third.GetPathAsync("/api/v1/pods", Cancel);

        var fourth = other.GetPathAsync("/api/v1/pods", Cancel);

        Assert.Equal(3, _api.Requests.Count);
        await Eventually.Completes(fourth, _time);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gives_the_place_back()
    {
        for (var i = 0; i < 3; i++) await _client.GetPathAsync("/api/v1/pods", Cancel);
        using var stop = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 20).Select(_ => _client.GetPathAsync("/api/v1/pods", stop.Token)).ToList();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));

        var next = _client.GetPathAsync("/api/v1/pods", Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        await next;
        Assert.Equal(4, _api.Requests.Count);
    }

    [Fact]
    public async Task A_lease_is_renewed_however_much_other_work_waits()
    {
        for (var i = 0; i < 3; i++) await _client.GetPathAsync("/api/v1/pods", Cancel);
        var waiting = _client.GetPathAsync("/api/v1/pods", Cancel);
        var lease = new Lease(_client, new() { Namespace = "ns", Name = "l", Identity = "a" }, _time, NullLogger.Instance);
        using var stop = new CancellationTokenSource();

        var run = lease.RunAsync(ct => Task.Delay(Timeout.InfiniteTimeSpan, _time, ct), stop.Token);

        await Eventually.Holds(() => lease.IsLeader);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Eventually.Completes(run, _time);
        await Eventually.Completes(waiting, _time);
    }

    [Fact]
    public async Task Zero_means_no_limit()
    {
        using var client = _api.Client(new() { Time = _time, RequestsPerSecond = 0, Burst = 1 });

        for (var i = 0; i < 100; i++) await client.GetPathAsync("/api/v1/pods", Cancel);

        Assert.Equal(100, _api.Requests.Count);
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }
}
