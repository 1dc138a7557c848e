using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace GitOpsGuard.Operator.Tests;

/// <summary>Does what a test wants and notes each call.</summary>
public sealed class WidgetController(WidgetLog log) : IEntityController<Widget>
{
    public Task<ReconciliationResult<Widget>> ReconcileAsync(Widget entity, CancellationToken cancellationToken) =>
        log.CallAsync("reconcile", entity, cancellationToken);

    public Task<ReconciliationResult<Widget>> DeletedAsync(Widget entity, CancellationToken cancellationToken) =>
        log.CallAsync("deleted", entity, cancellationToken);
}
