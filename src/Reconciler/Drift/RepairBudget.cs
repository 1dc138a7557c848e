using System.Collections.Concurrent;
using GitOpsGuard.Core;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>How often an object may be repaired, so that two writers who disagree do not spin: ten times a minute.</summary>
internal sealed class RepairBudget(TimeProvider time)
{
    private const int MostRepairs = 10;

    /// <summary>How long a budget lasts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ObjectIdentity, (DateTimeOffset Since, int Count)> _spent = new();

    public bool TryTake(ObjectIdentity identity)
    {
        var now = time.GetUtcNow();
        var spent = _spent.AddOrUpdate(
            identity,
            _ => (now, 1),
            (_, before) => now - before.Since >= Window ? (now, 1) : (before.Since, before.Count + 1));
        return spent.Count <= MostRepairs;
    }
}
