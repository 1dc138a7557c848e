using System.Collections.Concurrent;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests;

/// <summary>What was called, and what the calls do.</summary>
public sealed class WidgetLog
{
    private int _running;

    /// <summary>Calls in order, as <c>verb name</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Entities in the order of the calls.</summary>
    public ConcurrentQueue<Widget> Entities { get; } = new();

    /// <summary>What a call does; succeeds when null.</summary>
    public Func<string, Widget, CancellationToken, Task<ReconciliationResult<Widget>>>? Behaviour { get; set; }

    /// <summary>Most calls that ever ran at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How often a call was made.</summary>
    public int Count(string call) => Calls.Count(c => c == call);

    internal async Task<ReconciliationResult<Widget>> CallAsync(string verb, Widget entity, CancellationToken ct)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        try
        {
            Entities.Enqueue(entity);
            Calls.Enqueue($"{verb} {entity.Metadata.Name}");
            return Behaviour is null ? ReconciliationResult<Widget>.Success(entity) : await Behaviour(verb, entity, ct);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
