using System.Net;
using GitOpsGuard.Kubernetes;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 16: watchers stop in silence.</summary>
public sealed class Weakness16Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_watch_that_falls_silent_is_replaced()
    {
        var silent = true;
        _op.Api.Intercept = r => r.IsWatch && silent ? Silence() : null;
        await _op.StartAsync();
        await _op.Holds(() => _op.Api.Requests.Any(r => r.IsWatch));

        silent = false;
        _op.Put("one");

        await _op.Holds(() => _op.Log.Count("reconcile one") == 1, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_mapping_that_throws_costs_a_look_at_all_and_stops_nothing()
    {
        _op.Put("one");
        await _op.StartAsync(b => b.AddMappedWatch<Widget>(new()
        {
            Resource = BuiltInResources.Secrets,
            Map = (_, _) => throw new InvalidOperationException("broken"),
        }));
        await _op.Calls("reconcile one");

        _op.Api.Put(BuiltInResources.Secrets, "shop", "key");
        await _op.Calls("reconcile one", "reconcile one");
        _op.Put("two");

        await _op.Calls("reconcile one", "reconcile one", "reconcile two");
    }

    [Fact]
    public async Task A_logger_that_throws_stops_no_worker()
    {
        _op.Log.Behaviour = (_, e, _) => Task.FromResult(ReconciliationResult<Widget>.Failure(e, "no"));
        _op.Put("one");
        await _op.StartAsync(
            b => b.Services.AddLogging(logging => logging.AddProvider(new BrokenLog())),
            s => s.WithParallelReconciliation(p => p.WithMaxParallelReconciliations(1)));
        await _op.Calls("reconcile one");

        _op.Put("two");

        await _op.Holds(() => _op.Log.Count("reconcile two") > 1 && _op.Log.Count("reconcile one") > 1);
    }

    [Fact]
    public async Task A_watch_that_stays_silent_shows_in_the_health()
    {
        await _op.StartAsync();
        var health = _op.Services.GetRequiredService<OperatorHealth>();
        await _op.Holds(() => health.HasSynced);
        Assert.Null(health.Stuck(new()));
        _op.Api.Intercept = _ => throw new HttpRequestException("unreachable");
        _op.Api.EndWatches();

        await _op.Holds(() => health.Stuck(new()) is not null, TimeSpan.FromSeconds(30));

        Assert.Contains("heard nothing", health.Stuck(new()), StringComparison.Ordinal);
    }

    private static HttpResponseMessage Silence() =>
        new(HttpStatusCode.OK) { Content = new StreamContent(new System.IO.Pipelines.Pipe().Reader.AsStream()) };

    /// <summary>Fails to log failures.</summary>
    private sealed class BrokenLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("broken");

        public void Dispose()
        {
        }
    }
}
