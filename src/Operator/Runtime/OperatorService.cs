using System.Text.Json;
using GitOpsGuard.Core;
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
    ILogger<OperatorService> logger) : BackgroundService
{
    private readonly Dictionary<ControllerRegistration, IReadOnlyCollection<JsonElement>> _known = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.LeaderElectionType != LeaderElectionType.Single) return LeadAsync(stoppingToken);
        var lease = new Lease(client, LeaseOptions(), time, logger);
        health.Ask(lease);
        return lease.RunAsync(LeadAsync, stoppingToken);
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

    private LeaseOptions LeaseOptions()
    {
        var pod = Environment.GetEnvironmentVariable("POD_NAME");
        var ns = Environment.GetEnvironmentVariable("POD_NAMESPACE");
        return new()
        {
            Namespace = !string.IsNullOrEmpty(ns) ? ns : client.DefaultNamespace ?? Names.Namespace,
            Name = settings.Name,
            Identity = $"{(string.IsNullOrEmpty(pod) ? Environment.MachineName : pod)}_{Guid.NewGuid()}",
            Duration = settings.LeaderElectionLeaseDuration,
            RenewDeadline = settings.LeaderElectionRenewDeadline,
            RetryPeriod = settings.LeaderElectionRetryPeriod,
        };
    }
}
