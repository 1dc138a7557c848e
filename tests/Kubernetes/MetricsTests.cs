using System.Net;
using GitOpsGuard.Kubernetes.Metrics;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class MetricsTests : IDisposable
{
    private static readonly Resource Kind = BuiltInResources.Deployments;

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Metering _metering = new();
    private readonly ApiClient _client;

    public MetricsTests() =>
        _client = _api.Client(new() { Time = _time, Metrics = _metering.Metrics, RequestsPerSecond = 1, Burst = 20, Random = new(1) });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_counted_by_verb_kind_and_code()
    {
        _api.Put(Kind, "shop", "web");
        await _client.GetAsync(Kind, "shop", "web", Cancel);
        await _client.GetAsync(Kind, "shop", "web", Cancel);
        await _client.GetAsync(Kind, "shop", "none", Cancel);
        await _client.MergePatchAsync(Kind, "shop", "web", [], null, Cancel, "status");
        _api.Intercept = _ => throw new HttpRequestException("refused");
        await Assert.ThrowsAsync<ApiException>(() => _client.GetPathOnceAsync("/version", Cancel));

        Assert.Equal(2, _metering.Read("kubernetes.client.requests verb=get resource=deployments.apps code=200"));
        Assert.Equal(1, _metering.Read("kubernetes.client.requests verb=get resource=deployments.apps code=404"));
        Assert.Equal(1, _metering.Read("kubernetes.client.requests verb=patch resource=deployments.apps/status code=200"));
        Assert.Equal(1, _metering.Read("kubernetes.client.requests verb=get resource=none code=Unreachable"));
    }

    [Fact]
    public async Task The_time_to_an_answer_is_measured_and_further_attempts_are_counted()
    {
        _api.Put(Kind, "shop", "web");
        var answers = 0;
        _api.Intercept = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            return answers++ > 0 ? null : Answer.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "later");
        };

        await Eventually.Completes(_client.GetAsync(Kind, "shop", "web", Cancel), _time);

        Assert.Equal(1, _metering.Read("kubernetes.client.retries verb=get code=429"));
        Assert.InRange(_metering.Read("kubernetes.client.request.duration verb=get resource=deployments.apps"), 4, 4.1);
    }

    [Fact]
    public async Task The_wait_for_the_clients_own_limit_is_measured()
    {
        for (var i = 0; i < 20; i++) await _client.GetAsync(Kind, "shop", "web", Cancel);
        var waiting = _client.GetAsync(Kind, "shop", "web", Cancel);

        await Eventually.Completes(waiting, _time);

        Assert.Equal(1, _metering.Read("kubernetes.client.throttle.duration verb=get"), 0.001);
    }

    [Fact]
    public async Task An_informer_shows_its_events_its_lists_its_size_and_its_age()
    {
        using var stop = new CancellationTokenSource();
        _api.Put(Kind, "shop", "one");
        var informer = new Informer(_client, new() { Resource = Kind }, _time, NullLogger.Instance);
        var run = informer.RunAsync(stop.Token);
        await Eventually.Holds(() => informer.HasSynced && _api.OpenWatches == 1);
        _api.Put(Kind, "shop", "two");
        _api.Bookmark();
        await Eventually.Holds(() => _metering.Read("kubernetes.watch.events resource=deployments.apps type=bookmark") == 1);

        Assert.Equal(1, _metering.Read("kubernetes.watch.events resource=deployments.apps type=added"));
        Assert.Equal(1, _metering.Read("kubernetes.informer.relists resource=deployments.apps reason=start"));
        Assert.Equal(2, _metering.Read("kubernetes.informer.objects resource=deployments.apps"));
        await Eventually.Holds(() => informer.ProgressAge == TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, _metering.Read("kubernetes.informer.progress.age resource=deployments.apps"));

        _api.Compact();
        _api.FailWatches(HttpStatusCode.Gone, "Expired");
        await Eventually.Holds(() => _metering.Read("kubernetes.informer.relists resource=deployments.apps reason=expired") == 1, _time);
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task However_many_kinds_there_are_the_labels_stay_bounded()
    {
        using var client = _api.Client(new() { Metrics = _metering.Metrics, RequestsPerSecond = 0 });
        for (var i = 0; i < ClientMetrics.MostKinds + 100; i++)
            await client.GetAsync(new Resource("example.com", "v1", $"kind{i}s", $"Kind{i}", true), "shop", "x", Cancel);

        var labels = _metering.Read().Keys.Where(k => k.StartsWith("kubernetes.client.requests ", StringComparison.Ordinal)).ToList();

        Assert.Equal(ClientMetrics.MostKinds + 1, labels.Count);
        Assert.Equal(100, _metering.Read("kubernetes.client.requests verb=get resource=other code=404"));
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
        _metering.Dispose();
    }
}
