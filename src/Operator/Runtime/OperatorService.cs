using System.Text.Json;
using GitOpsGuard.Kubernetes;
using KubeOps.Abstractions.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Runs all controllers, as leader where that is asked for.</summary>
internal sealed class OperatorService(
    IServiceProvider services,
    OperatorSettings settings,
    OperatorHealth health,
    IEnumerable<ControllerRegistration> controllers,
    ApiClient client,
    TimeProvider time,
    ILogger<OperatorService> logger,
    OperatorLease? lease = null) : BackgroundService
{
    private readonly Dictionary<ControllerRegistration, IReadOnlyCollection<JsonElement>> _known = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (lease is null) return LeadAsync(stoppingToken);
        health.Ask(lease.Lease);
        return lease.Lease.RunAsync(LeadAsync, stoppingToken);
    }

    private async Task LeadAsync(CancellationToken ct)
    {
        try
        {
            await RunAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            OperatorLog.Stopped(logger, settings.Name);
        }
        finally
        {
            health.Follow(null);
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var informers = new InformerSet(client, time, logger);
        var context = new RunContext(services, informers, _known);
        // Controllers subscribe before the first list, so that they are told of every object.
        var runs = new Dictionary<ControllerRegistration, IControllerRun>();
        foreach (var controller in controllers) runs[controller] = await controller.Start(context, controller, ct);
        health.Follow(new(informers.Health, () => [.. runs.Values.Select(r => (r.Kind, r.Queued))]));
        var watching = informers.RunAsync(ct);
        await informers.WaitForSyncAsync(ct);
        OperatorLog.Started(logger, settings.Name, runs.Count);
        try
        {
            await Task.WhenAll(runs.Values.Select(r => r.RunAsync(ct)).Append(watching));
        }
        finally
        {
            foreach (var (controller, run) in runs) _known[controller] = run.Known;
        }
    }
}
