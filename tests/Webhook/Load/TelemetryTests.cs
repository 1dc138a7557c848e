using System.Collections.Concurrent;
using System.Net;
using System.Text;
using GitOpsGuard.Testing.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Webhook.Tests.Load;

public sealed class TelemetryTests
{
    /// <summary>Variables, paths and the body's type are those of the OpenTelemetry Protocol's specification, 1.9: OTLP/HTTP.</summary>
    [Fact]
    public async Task What_is_measured_goes_to_the_collector_that_the_environment_names()
    {
        await using var collector = await Collector.StartAsync();
        using var api = LoadTests.Shop();
        await using var served = await ServedApi.StartAsync(api, TestContext.Current.CancellationToken);
        await using var guard = await GuardProcess.StartAsync(
            served,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        await using var load = new ReviewLoad(api, guard);

        await load.MoreCallsAsync();

        await Patience.UntilAsync(() => collector.Got("/v1/metrics", "gitopsguard.decisions") && collector.Got("/v1/traces", "Microsoft.AspNetCore"));
        Assert.Empty(load.Faults);
    }

    /// <summary>Takes what is sent and answers 400 to all that is no export.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> _exports = [];

        public string Address => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            var collector = new Collector(app);
            app.Run(collector.TakeAsync);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return collector;
        }

        public bool Got(string path, string text) => _exports.Any(export => export.Path == path && export.Body.Contains(text, StringComparison.Ordinal));

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var (path, type) = (context.Request.Path.Value ?? "", context.Request.ContentType);
            if (!HttpMethods.IsPost(context.Request.Method) || path is not ("/v1/metrics" or "/v1/traces" or "/v1/logs") || type != "application/x-protobuf")
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            else _exports.Enqueue((path, Encoding.Latin1.GetString(body.ToArray())));
        }
    }
}
