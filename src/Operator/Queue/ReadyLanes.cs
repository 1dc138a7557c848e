namespace GitOpsGuard.Operator.Queue;

/// <summary>Ready keys, first in first out within each priority.</summary>
internal sealed class ReadyLanes<TKey>
    where TKey : notnull
{
    private const int TurnOfLowest = 4;

    private readonly LinkedList<TKey>[] _lanes = [new(), new(), new()];
    private readonly Dictionary<TKey, (QueuePriority Lane, LinkedListNode<TKey> Node)> _places = [];
    private int _taken;

    public int Count => _places.Count;

    /// <returns>False where the key was in already; its priority may have been raised.</returns>
    public bool Add(TKey key, QueuePriority priority)
    {
        var known = _places.TryGetValue(key, out var place);
        if (known && place.Lane <= priority) return false;
        if (known) _lanes[(int)place.Lane].Remove(place.Node);
        _places[key] = (priority, _lanes[(int)priority].AddLast(key));
        return !known;
    }

    /// <summary>Takes the next key; there must be one.</summary>
    public TKey Take()
    {
        var lowestFirst = ++_taken % TurnOfLowest == 0;
        var lane = lowestFirst ? _lanes.Last(l => l.Count > 0) : _lanes.First(l => l.Count > 0);
        var key = lane.First!.Value;
        lane.RemoveFirst();
        _places.Remove(key);
        return key;
    }
}
