namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>
/// A bucket of tokens, one for each request: it holds <paramref name="burst"/> and gains <paramref name="perSecond"/> a second.
/// Whoever finds it empty waits for a token of its own, first come, first served. Safe for concurrent use.
/// </summary>
internal sealed class RequestLimiter(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes a token, waiting for it where need be.</summary>
    /// <returns>How long that took.</returns>
    public async ValueTask<TimeSpan> WaitAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (perSecond <= 0) return TimeSpan.Zero;
        var wait = Take();
        if (wait == TimeSpan.Zero) return wait;
        try
        {
            await Task.Delay(wait, time, ct);
            return wait;
        }
        catch (OperationCanceledException)
        {
            lock (_lock) _tokens++;
            throw;
        }
    }

    private TimeSpan Take()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var gained = time.GetElapsedTime(_at, now).TotalSeconds * perSecond;
            _tokens = Math.Min(Math.Max(burst, 1), _tokens + gained) - 1;
            _at = now;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }
}
