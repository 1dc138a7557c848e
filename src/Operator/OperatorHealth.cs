using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator;

/// <summary>How the operator fares, for probes and metrics.</summary>
public sealed class OperatorHealth
{
    private volatile Func<(bool Synced, DateTimeOffset? OldestProgress)>? _run;
    private volatile Func<bool> _leads = () => true;

    /// <summary>
    /// Whether controllers run in this process: always without leader election, else while it leads. False from the moment at
    /// which the lease has not been renewed in time, though controllers may need a while to end: to be asked before writes.
    /// </summary>
    public bool IsRunning => _run is not null && _leads();

    /// <summary>Whether all watches of running controllers have their first list.</summary>
    public bool HasSynced => _run?.Invoke().Synced ?? false;

    /// <summary>When the watch that has been silent longest last heard of the server; null while none runs.</summary>
    public DateTimeOffset? OldestProgress => _run?.Invoke().OldestProgress;

    /// <summary>From now on, <see cref="IsRunning"/> asks the lease too.</summary>
    internal void Ask(Lease lease) => _leads = () => lease.IsLeader;

    internal void Follow(Func<(bool Synced, DateTimeOffset? OldestProgress)>? run) => _run = run;
}
