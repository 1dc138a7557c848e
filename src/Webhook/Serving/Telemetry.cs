using GitOpsGuard.Kubernetes.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>
/// Gives metrics away: at <see cref="Path"/> in the text form of Prometheus always, and to a collector, with a trace of each
/// review, once the standard variable <see cref="Collector"/> names one.
/// </summary>
internal static class Telemetry
{
    /// <summary>Where Prometheus reads.</summary>
    internal const string Path = "/metrics";

    /// <summary>The variable with the address of a collector, of the OpenTelemetry specification.</summary>
    internal const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Collects the meters of the guard and of its client.</summary>
    internal static void AddTelemetry(this IServiceCollection services, string version)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("gitopsguard-webhook", serviceVersion: version))
            .WithMetrics(metrics => metrics.AddMeter(GuardMetrics.MeterName, ClientMetrics.MeterName).AddPrometheusExporter(options =>
            {
                options.ScopeInfoEnabled = false;
                options.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Collector))) return;
        telemetry.WithTracing(traces => traces.AddSource("Microsoft.AspNetCore")).UseOtlpExporter();
    }
}
