namespace GitOpsGuard.Operator.Queue;

/// <summary>Keys in groups: groups take turns, and within a group the first in is the first out.</summary>
internal sealed class FairLane<TKey>(Func<TKey, string> groupOf)
    where TKey : notnull
{
    private readonly Dictionary<string, LinkedList<TKey>> _groups = [];
    private readonly Queue<string> _turns = new();

    public LinkedListNode<TKey> Add(TKey key)
    {
        var group = groupOf(key);
        if (!_groups.TryGetValue(group, out var keys))
        {
            _groups[group] = keys = new();
            _turns.Enqueue(group);
        }

        return keys.AddLast(key);
    }

    /// <summary>Removes a key by its place. Its group keeps its turn, so that one that empties and fills again does not jump others.</summary>
    public static void Remove(LinkedListNode<TKey> place) => place.List!.Remove(place);

    /// <summary>Takes the next key, or returns false where there is none.</summary>
    public bool TryTake(out TKey key)
    {
        while (_turns.TryDequeue(out var group))
        {
            var keys = _groups[group];
            if (keys.First is not { } first)
            {
                _groups.Remove(group);
                continue;
            }

            keys.RemoveFirst();
            _turns.Enqueue(group);
            key = first.Value;
            return true;
        }

        key = default!;
        return false;
    }
}
