using System.Reflection;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Webhook.Caches;
using GitOpsGuard.Webhook.Certificates;
using GitOpsGuard.Webhook.Lifting;
using GitOpsGuard.Webhook.Recording;
using GitOpsGuard.Webhook.Registration;
using GitOpsGuard.Webhook.Reporting;
using GitOpsGuard.Webhook.Serving;

namespace GitOpsGuard.Webhook;

/// <summary>The guard's process: caches, certificate, endpoint, recorder, watchdog.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _app;
    private readonly ApiClient _client;
    private readonly CertificateStore _certificates;
    private readonly WebhookSettings _settings;
    private readonly TimeProvider _time;
    private readonly ClusterView _view;
    private readonly Watchdog _watchdog;
    private readonly ChangeRecorder _recorder;
    private readonly ChangeExpiry _expiry;
    private readonly BreakGlassKeeper _keeper;
    private readonly PolicyKeeper _policies;
    private readonly GuardMetrics _metrics = new();
    private readonly Func<object, Task> _endConnection;
    private Task _work = Task.CompletedTask;

    private WebhookHost(
        WebApplication app, ApiClient client, CertificateStore certificates, WebhookSettings settings, TimeProvider time)
    {
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        (_app, _client, _certificates, _settings, _time) = (app, client, certificates, settings, time);
        _endConnection = EndConnectionAsync;
        _view = new(client, settings, time, loggers);
        _recorder = new(client, settings.Namespace, time, loggers.CreateLogger<ChangeRecorder>());
        _expiry = new(client, settings.ChangeRequestLifetime, time, loggers.CreateLogger<ChangeExpiry>());
        _watchdog = new(client, _view, certificates, settings, time, loggers);
        _keeper = new(client, _view, time, loggers.CreateLogger<BreakGlassKeeper>());
        _recorder.RecordedUnder = _keeper.NoteChange;
        _policies = new(client, _view, time, loggers.CreateLogger<PolicyKeeper>());
        Measure();
        var endpoint = new GuardEndpoint(_view, _recorder, _keeper, _policies, _metrics, time, loggers.CreateLogger<GuardEndpoint>());
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Connection.LocalPort == settings.HealthPort && context.Request.Path == Telemetry.Path);
        app.Run(context => context.Connection.LocalPort == settings.HealthPort
            ? HealthAsync(context)
            : AdmitAsync(context, endpoint));
    }

    /// <summary>Version of this build.</summary>
    internal static string Version { get; } =
        typeof(WebhookHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Starts the guard; it registers itself once its caches have synced.</summary>
    /// <exception cref="ApiException">The API server cannot be reached, or does not let the guard keep its certificate.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    internal static Task<WebhookHost> StartAsync(WebhookSettings settings, TimeProvider time, CancellationToken ct) =>
        StartAsync(settings, ApiClient.InCluster(new() { UserAgent = $"gitopsguard-webhook/{Version}", Time = time }), time, logging => logging.AddJsonConsole(), ct);

    /// <summary>Starts the guard against the API server of <paramref name="client"/>, which it then owns, with logs where the caller wants them.</summary>
    internal static async Task<WebhookHost> StartAsync(
        WebhookSettings settings, ApiClient client, TimeProvider time, Action<ILoggingBuilder> logging, CancellationToken ct)
    {
        CertificateStore? certificates = null;
        var builder = Listening.On(settings.Address, settings.HttpsPort, settings.HealthPort, () => certificates!.Current.Leaf, settings.Clients is { } clients ? clients.Accepts : null);
        logging(builder.Logging);
        builder.Services.AddTelemetry(Version);
        var app = builder.Build();
        certificates = new(client, settings, time, app.Services.GetRequiredService<ILogger<CertificateStore>>());
        await certificates.LoadAsync(ct);
        var host = new WebhookHost(app, client, certificates, settings, time);
        await app.StartAsync(ct);
        WebhookLog.Started(app.Services.GetRequiredService<ILogger<WebhookHost>>(), Version, settings.Address.ToString(), settings.HttpsPort, settings.HealthPort);
        host._work = host.WorkAsync(host._stopping.Token);
        return host;
    }

    /// <summary>
    /// Serves until the process is told to end; then serves on for the time that the API server takes to turn to other
    /// replicas, each answer ending its connection, and lets requests in flight finish. The registration is theirs by then.
    /// </summary>
    internal async Task WaitForShutdownAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _app.Lifetime.ApplicationStopping.Register(asked.SetResult);
        if (await Task.WhenAny(_work, asked.Task) == asked.Task)
        {
            _watchdog.Leave();
            WebhookLog.Draining(_app.Services.GetRequiredService<ILogger<WebhookHost>>(), _settings.Drain.TotalSeconds);
            await Task.WhenAny(_work, Task.Delay(_settings.Drain, _time, CancellationToken.None));
        }

        await _app.StopAsync(CancellationToken.None);
        await _stopping.CancelAsync();
        await _work;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _metrics.Dispose();
        _watchdog.Dispose();
        _keeper.Dispose();
        _certificates.Dispose();
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        var reporting = Task.CompletedTask;
        try
        {
            var background = Task.WhenAll(_view.RunAsync(ct), _recorder.RunAsync(ct), _expiry.RunAsync(ct), _certificates.RunAsync(ct));
            await _view.WaitForSyncAsync(ct);
            // The first lists leave much behind, once; what is kept of them is small.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            reporting = _policies.RunAsync(ct);
            await await Task.WhenAny(background, _watchdog.RunAsync(ct), _keeper.RunAsync(ct), reporting);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends.
        }

        await reporting;
    }

    private Task AdmitAsync(HttpContext context, GuardEndpoint endpoint)
    {
        context.Response.OnStarting(_endConnection, context);
        if (_certificates.Current.Answers(context.Request.Path) && HttpMethods.IsPost(context.Request.Method)) return endpoint.HandleAsync(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>An answer that is given once the process is to end is the last on its connection, whenever the review came.</summary>
    private Task EndConnectionAsync(object context)
    {
        if (_app.Lifetime.ApplicationStopping.IsCancellationRequested) ((HttpContext)context).Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    private Task HealthAsync(HttpContext context)
    {
        var ready = _view.HasSynced && _watchdog.Registered && !_app.Lifetime.ApplicationStopping.IsCancellationRequested;
        var (code, text) = context.Request.Path.Value switch
        {
            "/healthz" => (StatusCodes.Status200OK, "ok\n"),
            "/readyz" when ready => (StatusCodes.Status200OK, "ok\n"),
            "/readyz" => (StatusCodes.Status503ServiceUnavailable, _view.HasSynced ? "not registered yet\n" : "caches not synced yet\n"),
            _ => (StatusCodes.Status404NotFound, $"there is /healthz, /readyz and {Telemetry.Path}\n"),
        };
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private void Measure()
    {
        _metrics.Gauge("gitopsguard.declared_objects", "{object}", "Objects that Git declares", () => _view.Snapshot.Inventory.Count);
        _metrics.Gauge("gitopsguard.cache.age", "s", "How long the most silent cache has heard nothing", () => _view.HasSynced ? _view.Age.TotalSeconds : 0);
        _metrics.Counter("gitopsguard.changerequests.dropped", "{change}", "Denied changes that were not recorded", () => _recorder.Dropped);
        _metrics.Counter("gitopsguard.registration.restored", "{time}", "How often the webhook configuration was restored", () => _watchdog.Restored);
    }
}
