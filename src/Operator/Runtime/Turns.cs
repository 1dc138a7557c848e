using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Keeps the controllers of a kind from working on the same entity at once.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal sealed class Turns<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, List<Action>> _taken = [];

    /// <summary>Takes an entity's turn.</summary>
    /// <param name="key">The entity.</param>
    /// <param name="whenFree">Called, where another has the turn, once that one has given it back.</param>
    /// <returns>False where another has it.</returns>
    public bool TryTake(ObjectKey key, Action whenFree)
    {
        lock (_lock)
        {
            if (_taken.TryAdd(key, [])) return true;
            _taken[key].Add(whenFree);
            return false;
        }
    }

    /// <summary>Gives a turn back.</summary>
    public void Give(ObjectKey key)
    {
        List<Action> waiting;
        lock (_lock)
        {
            waiting = _taken[key];
            _taken.Remove(key);
        }

        foreach (var free in waiting) free();
    }
}
