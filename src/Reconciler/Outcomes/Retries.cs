using System.Collections.Concurrent;

namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>How often in a row each object failed in a way that may pass.</summary>
internal sealed class Retries
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Of(string key) => _counts.GetValueOrDefault(key);

    /// <summary>Notes how a reconciliation ended: one more retryable failure, or anything else, which begins anew.</summary>
    public void Note(string key, Failure? failure)
    {
        if (failure is Failure.Retryable) _counts.AddOrUpdate(key, 1, (_, count) => count + 1);
        else _counts.TryRemove(key, out _);
    }
}
