namespace GitOpsGuard.Operator.Queue;

/// <summary>Ready keys: by priority, within a priority by turns of their groups, within a group first in first out.</summary>
internal sealed class ReadyLanes<TKey>(Func<TKey, string> groupOf, TimeProvider time)
    where TKey : notnull
{
    private const int TurnOfLowest = 4;

    private readonly FairLane<TKey>[] _lanes = [new(groupOf), new(groupOf), new(groupOf)];
    private readonly Dictionary<TKey, Place> _places = [];
    private readonly LinkedList<Waiting> _byAge = new();
    private int _taken;

    public int Count => _places.Count;

    /// <summary>How long the key that has waited longest has been ready; null where none is.</summary>
    public TimeSpan? LongestWait => _byAge.First is { } oldest ? time.GetElapsedTime(oldest.Value.Since) : null;

    /// <returns>False where the key was in already; its priority may have been raised.</returns>
    public bool Add(TKey key, QueuePriority priority)
    {
        if (!_places.TryGetValue(key, out var place))
        {
            var age = _byAge.AddLast(new Waiting(key, time.GetTimestamp()));
            _places[key] = new(priority, _lanes[(int)priority].Add(key), age);
            return true;
        }

        if (place.Lane <= priority) return false;
        FairLane<TKey>.Remove(place.InLane);
        _places[key] = place with { Lane = priority, InLane = _lanes[(int)priority].Add(key) };
        return false;
    }

    /// <summary>Takes the next key; there must be one.</summary>
    public TKey Take()
    {
        var lowestFirst = ++_taken % TurnOfLowest == 0;
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (!_lanes[lowestFirst ? ^(i + 1) : i].TryTake(out var key)) continue;
            _places.Remove(key, out var place);
            _byAge.Remove(place.Age);
            return key;
        }

        throw new InvalidOperationException("No key is ready.");
    }

    private readonly record struct Waiting(TKey Key, long Since);

    private readonly record struct Place(QueuePriority Lane, LinkedListNode<TKey> InLane, LinkedListNode<Waiting> Age);
}
