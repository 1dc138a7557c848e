using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>Lets the reconciler know of a kind as soon as its definition comes, changes or goes.</summary>
internal sealed class DefinitionWatch(Discovery discovery, ILogger<DefinitionWatch> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => discovery.FollowAsync(logger, stoppingToken);
}
