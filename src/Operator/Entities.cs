using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Operator.Queue;
using GitOpsGuard.Operator.Runtime;
using k8s;
using k8s.Models;

namespace GitOpsGuard.Operator;

/// <summary>The entities of a kind that controllers of this process watch, and the way to ask for their reconciliation by key.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public sealed class Entities<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private ImmutableArray<ControllerRun<TEntity>> _runs = [];

    /// <summary>Asks for a reconciliation now.</summary>
    /// <returns>False where no controller of the kind runs.</returns>
    public bool Enqueue(ObjectKey key, QueuePriority priority = QueuePriority.Normal) => EnqueueAfter(key, TimeSpan.Zero, priority);

    /// <summary>Asks for a reconciliation after a delay.</summary>
    /// <returns>False where no controller of the kind runs.</returns>
    public bool EnqueueAfter(ObjectKey key, TimeSpan delay, QueuePriority priority = QueuePriority.Normal)
    {
        var runs = _runs;
        foreach (var run in runs) run.Queue.AddAfter(key, delay, priority);
        return !runs.IsEmpty;
    }

    /// <summary>The tree of an entity as it was last seen, without managed fields; null where there is none or no controller runs.</summary>
    public JsonElement? Tree(ObjectKey key) => _runs is [var run, ..] ? run.Primaries.Get(key.Namespace, key.Name) : null;

    /// <summary>An entity as it was last seen; null where there is none or no controller runs.</summary>
    public TEntity? Get(ObjectKey key) => Tree(key) is { } tree ? EntityJson.Read<TEntity>(tree) : default;

    /// <summary>All entities as they were last seen; none where no controller runs.</summary>
    public IReadOnlyList<TEntity> List() =>
        _runs is [var run, ..] ? [.. run.Primaries.List().Select(EntityJson.Read<TEntity>)] : [];

    internal void Add(ControllerRun<TEntity> run) => ImmutableInterlocked.Update(ref _runs, runs => runs.Add(run));

    internal void Remove(ControllerRun<TEntity> run) => ImmutableInterlocked.Update(ref _runs, runs => runs.Remove(run));
}
