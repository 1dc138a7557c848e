using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Operator;

/// <summary>How the operator fares, for probes and metrics.</summary>
public sealed class OperatorHealth(TimeProvider time)
{
    private volatile RunningControllers? _run;
    private volatile Func<bool> _leads = () => true;

    /// <summary>
    /// Whether controllers run in this process: always without leader election, else while it leads. False from the moment at
    /// which the lease has not been renewed in time, though controllers may need a while to end: to be asked before writes.
    /// </summary>
    public bool IsRunning => _run is not null && _leads();

    /// <summary>Whether all watches of running controllers have their first list.</summary>
    public bool HasSynced => _run?.Watches().Synced ?? false;

    /// <summary>When the watch that has been silent longest last heard of the server; null while none runs.</summary>
    public DateTimeOffset? OldestProgress => _run?.Watches().OldestProgress;

    /// <summary>The controllers that run, each with the kind that it works on and its queue; none while none runs.</summary>
    public IReadOnlyList<(string Kind, QueueState Queue)> Controllers => _run?.Queues() ?? [];

    /// <summary>
    /// What is wrong that only a new process can mend: a watch that has heard nothing for too long, though watches end and begin
    /// anew by themselves; or keys that are ready while no worker has taken any for too long.
    /// </summary>
    /// <returns>A sentence for people, or null where nothing is.</returns>
    public string? Stuck(OperatorHealthLimits limits)
    {
        if (OldestProgress is { } progress && time.GetUtcNow() - progress > limits.LongestSilence)
            return $"a watch has heard nothing since {progress:O}";
        return Controllers.Where(c => c.Queue.Ready > 0 && c.Queue.SinceTaken > limits.LongestStandstill)
            .Select(c => $"{c.Queue.Ready} {c.Kind} are to be reconciled and none has been begun for {Seconds(c.Queue.SinceTaken)}")
            .FirstOrDefault();
    }

    /// <summary>
    /// What keeps the operator from doing its work in time, though it may catch up: watches without their first list, or a key that
    /// has been ready for too long. A standby, which waits for the lease, is not behind.
    /// </summary>
    /// <returns>A sentence for people, or null where nothing does.</returns>
    public string? Behind(OperatorHealthLimits limits)
    {
        if (!IsRunning) return null;
        if (!HasSynced) return "watches have not synced";
        return Controllers.Where(c => c.Queue.LongestWait > limits.LongestWait)
            .Select(c => $"a {c.Kind} has waited to be reconciled for {Seconds(c.Queue.LongestWait)}")
            .FirstOrDefault();
    }

    /// <summary>From now on, <see cref="IsRunning"/> asks the lease too.</summary>
    internal void Ask(Lease lease) => _leads = () => lease.IsLeader;

    internal void Follow(RunningControllers? run) => _run = run;

    private static string Seconds(TimeSpan span) => $"{(long)span.TotalSeconds} s";

    /// <summary>What is asked while controllers run.</summary>
    internal sealed record RunningControllers(
        Func<(bool Synced, DateTimeOffset? OldestProgress)> Watches,
        Func<IReadOnlyList<(string Kind, QueueState Queue)>> Queues);
}
