using System.Collections.Concurrent;
using GitOpsGuard.Core;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Objects to look at. Each is in it once and looked at by one worker at a time; that it is gone outlives that it moved.</summary>
internal sealed class DriftQueue(TimeProvider time, Random random) : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);
    private readonly WorkQueue<ObjectIdentity> _queue = new(new QueueBackoff(FirstRetry, LongestRetry, random), time);
    private readonly ConcurrentDictionary<ObjectIdentity, byte> _gone = new();

    /// <summary>Adds an object.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="gone">Whether it left the watch: deleted, or stripped of its marker label.</param>
    public void Add(ObjectIdentity identity, bool gone)
    {
        if (gone) _gone[identity] = 0;
        _queue.Add(identity);
    }

    /// <summary>Adds an object once a while has passed.</summary>
    public void AddAfter(ObjectIdentity identity, TimeSpan delay) => _queue.AddAfter(identity, delay);

    /// <summary>Waits for an object and looks at it. When that fails, it comes back after a pause that grows.</summary>
    /// <param name="look">Looks at an object; told whether it left the watch. Returns whether it succeeded.</param>
    /// <param name="ct">Cancels.</param>
    public async Task TakeAsync(Func<ObjectIdentity, bool, Task<bool>> look, CancellationToken ct)
    {
        var identity = await _queue.TakeAsync(ct);
        var gone = _gone.TryRemove(identity, out _);
        var succeeded = false;
        try
        {
            succeeded = await look(identity, gone);
        }
        finally
        {
            if (succeeded) _queue.Forget(identity);
            else if (gone) _gone[identity] = 0;
            if (!succeeded) _queue.AddFailed(identity);
            _queue.Done(identity);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();
}
