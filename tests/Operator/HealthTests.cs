using System.Diagnostics.Metrics;
using System.Net;
using GitOpsGuard.Testing.Api;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Tests;

/// <summary>What probes and dashboards are told.</summary>
public sealed class HealthTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();
    private readonly TaskCompletionSource _gate = new();

    private OperatorHealth Health => _op.Services.GetRequiredService<OperatorHealth>();

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        await _op.DisposeAsync();
    }

    [Fact]
    public async Task An_operator_that_has_not_listed_yet_is_behind_and_not_stuck()
    {
        _op.Api.Intercept = _ => Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down");
        await _op.StartAsync();
        await _op.Holds(() => Health.IsRunning);
        Assert.Equal("watches have not synced", Health.Behind(new()));
        Assert.Null(Health.Stuck(new()));

        _op.Api.Intercept = null;

        await _op.Holds(() => Health.Behind(new()) is null);
    }

    [Fact]
    public async Task A_key_that_waits_too_long_puts_the_operator_behind_and_keys_that_nobody_takes_make_it_stuck()
    {
        _op.Log.Behaviour = async (_, e, _) =>
        {
            await _gate.Task;
            return ReconciliationResult<Widget>.Success(e);
        };
        _op.Put("one");
        await _op.StartAsync(settings: s => s.WithParallelReconciliation(p => p.WithMaxParallelReconciliations(1)));
        await _op.Calls("reconcile one");
        _op.Put("two");
        await _op.Holds(() => Health.Controllers.Single().Queue is { Ready: 1, Working: 1 });
        Assert.Null(Health.Behind(new()));

        // The watch of this server is silent by nature.
        var limits = new OperatorHealthLimits { LongestSilence = TimeSpan.FromDays(1) };
        _op.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("a Widget has waited to be reconciled for", Health.Behind(limits)![..40]);
        Assert.Null(Health.Stuck(limits));
        _op.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Contains("1 Widget are to be reconciled and none has been begun for", Health.Stuck(limits), StringComparison.Ordinal);

        _gate.SetResult();
        await _op.Holds(() => Health.Behind(limits) is null && Health.Stuck(limits) is null);
    }

    [Fact]
    public async Task A_standby_is_neither_behind_nor_stuck()
    {
        _op.Api.Intercept = r => r.Path.Contains("/leases", StringComparison.Ordinal)
            ? Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down")
            : null;
        await _op.StartAsync(settings: OperatorFixture.Elected);
        await _op.Pass(TimeSpan.FromHours(1));

        Assert.False(Health.IsRunning);
        Assert.Null(Health.Behind(new()));
        Assert.Null(Health.Stuck(new()));
    }

    [Fact]
    public async Task The_addresses_answer_503_and_say_why()
    {
        await _op.StartAsync();
        await _op.Holds(() => Health.HasSynced);
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Health);
        await using var app = builder.Build();
        app.MapOperatorHealth(new() { LongestSilence = TimeSpan.FromMinutes(20) });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        Assert.Equal((HttpStatusCode.OK, "ok"), await Ask(http, "healthz"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await Ask(http, "readyz"));

        _op.Api.Intercept = _ => throw new HttpRequestException("unreachable");
        _op.Api.EndWatches();
        await _op.Holds(() => Health.Stuck(new()) is not null, TimeSpan.FromSeconds(30));

        var (code, text) = await Ask(http, "healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.StartsWith("a watch has heard nothing since", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Ask(http, "readyz")).Code);
    }

    [Fact]
    public async Task Turns_and_queues_are_measured_under_the_names_of_KubeOps()
    {
        var measured = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == "measured") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, _, tags, _) => Note(i, 0, tags));
        listener.Start();
        _op.Put("one");
        await _op.StartAsync(settings: s => s.WithName("measured"));
        await _op.Calls("reconcile one");

        await _op.Holds(() => Contains("kubeops.operator.reconciliation 1 kind=Widget result=success"));
        listener.RecordObservableInstruments();

        Assert.True(Contains("kubeops.operator.reconciliation.duration 0 kind=Widget result=success"));
        Assert.True(Contains("kubeops.operator.queue.depth 0 kind=Widget state=ready"));

        void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = $"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}";
            lock (measured) measured.Add(text);
        }

        bool Contains(string text)
        {
            lock (measured) return measured.Contains(text);
        }
    }

    private static async Task<(HttpStatusCode Code, string Text)> Ask(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
