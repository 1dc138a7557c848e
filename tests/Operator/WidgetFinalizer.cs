using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Finalizer;

namespace GitOpsGuard.Operator.Tests;

/// <summary>Does what a test wants and notes each call.</summary>
public sealed class WidgetFinalizer(WidgetLog log) : IEntityFinalizer<Widget>
{
    public Task<ReconciliationResult<Widget>> FinalizeAsync(Widget entity, CancellationToken cancellationToken) =>
        log.CallAsync("finalize", entity, cancellationToken);
}
