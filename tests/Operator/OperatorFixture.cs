using System.Text.Json.Nodes;
using System.Net;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using KubeOps.Abstractions.Builder;
using KubeOps.Operator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Operator.Tests;

/// <summary>An operator of widgets in process, on a fake server and a fake clock.</summary>
public sealed class OperatorFixture : IAsyncDisposable
{
    /// <summary>How long a lease of <see cref="Elected"/> is good for without renewal.</summary>
    public static readonly TimeSpan RenewDeadline = TimeSpan.FromSeconds(100);

    private readonly List<IHostedService> _services = [];
    private ServiceProvider? _provider;

    public FakeApi Api { get; init; } = new();

    public FakeTimeProvider Time { get; init; } = new();

    public WidgetLog Log { get; } = new();

    public IServiceProvider Services => _provider!;

    public async Task StartAsync(Action<IOperatorBuilder>? more = null, Action<OperatorSettingsBuilder>? settings = null, bool plain = true)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Api.Client(new() { Time = Time }));
        services.AddSingleton(Log);
        var builder = services.AddKubernetesOperator(settings);
        if (plain) builder.AddController<WidgetController, Widget>();
        more?.Invoke(builder);
        _provider = services.BuildServiceProvider();
        _services.AddRange(_provider.GetServices<IHostedService>());
        foreach (var service in _services) await service.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        foreach (var service in _services) await Eventually.Completes(service.StopAsync(CancellationToken.None));
        _services.Clear();
    }

    public JsonObject Put(string name, string size = "", string source = "", JsonObject? metadata = null, string ns = "shop")
    {
        var widget = new JsonObject { ["spec"] = new JsonObject { ["size"] = size, ["source"] = source } };
        if (metadata is not null) widget["metadata"] = metadata;
        return Api.Put(Widget.Resource, ns, name, widget);
    }

    /// <summary>Finalizers of a widget; none where there is no such widget.</summary>
    public IReadOnlyList<string> Finalizers(string name) =>
        [.. (Api.Get(Widget.Resource, "shop", name)?["metadata"]?["finalizers"] as JsonArray ?? []).Select(f => (string)f!)];

    /// <summary>Waits until the calls so far are exactly these.</summary>
    public async Task Calls(params string[] calls)
    {
        await Holds(() => Log.Calls.Count >= calls.Length);
        Assert.Equal(calls, Log.Calls);
    }

    /// <summary>Waits until a condition holds; the clock moves on only where that does not come about without.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="step">By how much the clock moves at a time; half a second when null. Larger for what takes long.</param>
    public async Task Holds(Func<bool> condition, TimeSpan? step = null)
    {
        for (var chance = 0; chance < 25 && !condition(); chance++) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        await Eventually.Holds(condition, Time, step ?? TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Lets some time pass, in small steps, so that what is due happens.</summary>
    public async Task Pass(TimeSpan span)
    {
        var until = Time.GetUtcNow() + span;
        var step = TimeSpan.FromTicks(Math.Max(span.Ticks / 200, TimeSpan.TicksPerSecond));
        await Eventually.Holds(() => Time.GetUtcNow() >= until, Time, step);
    }

    /// <summary>Puts on a lease that outlasts what a loaded machine takes while the clock runs ahead of it.</summary>
    public static void Elected(OperatorSettingsBuilder settings) => settings
        .WithName("widgets")
        .WithLeaderElection(LeaderElectionType.Single)
        .WithLeaderElectionTimings(RenewDeadline * 1.5, RenewDeadline, TimeSpan.FromSeconds(2));

    /// <summary>Does something while the watch is broken, whose events the server then has forgotten.</summary>
    public void WithoutWatch(Action change)
    {
        Api.Intercept = r => r.IsWatch ? Answer.Refusal(HttpStatusCode.ServiceUnavailable, "", "") : null;
        Api.EndWatches();
        change();
        Api.Compact();
        Api.Intercept = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Assert.DoesNotContain(Api.Requests, r => r.Method == "PUT");
        if (_provider is not null) await _provider.DisposeAsync();
        Api.Dispose();
    }
}
