namespace GitOpsGuard.Operator;

/// <summary>How the operator fares, for probes and metrics.</summary>
public sealed class OperatorHealth
{
    private volatile Func<(bool Synced, DateTimeOffset? OldestProgress)>? _run;

    /// <summary>Whether controllers run in this process: always without leader election, else while it leads.</summary>
    public bool IsRunning => _run is not null;

    /// <summary>Whether all watches of running controllers have their first list.</summary>
    public bool HasSynced => _run?.Invoke().Synced ?? false;

    /// <summary>When the watch that has been silent longest last heard of the server; null while none runs.</summary>
    public DateTimeOffset? OldestProgress => _run?.Invoke().OldestProgress;

    internal void Follow(Func<(bool Synced, DateTimeOffset? OldestProgress)>? run) => _run = run;
}
