using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Queue;

/// <summary>Delays after failures: doubling from the first to the longest, with jitter.</summary>
public sealed class QueueBackoff(TimeSpan first, TimeSpan longest, Random random)
{
    private readonly Lock _lock = new();

    /// <summary>The delay after one more failure.</summary>
    /// <param name="failures">Failures before.</param>
    public TimeSpan After(int failures)
    {
        lock (_lock) return Backoff.After(failures, first, longest, random);
    }
}
