namespace GitOpsGuard.Operator.Runtime;

/// <summary>A controller at work, from winning the lease until losing it.</summary>
internal interface IControllerRun
{
    /// <summary>Works on keys until cancelled. Call it once.</summary>
    Task RunAsync(CancellationToken ct);
}
