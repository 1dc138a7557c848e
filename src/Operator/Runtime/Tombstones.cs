using System.Text.Json;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Last forms of objects that have gone and whose controller has not dealt with that yet. Several may have had one name.</summary>
internal sealed class Tombstones
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Queue<JsonElement>> _gone = [];

    public void Add(JsonElement last)
    {
        lock (_lock)
        {
            var key = ObjectKey.Of(last);
            if (!_gone.TryGetValue(key, out var queue)) _gone[key] = queue = new();
            queue.Enqueue(last);
        }
    }

    /// <summary>The one of this key that went first.</summary>
    public JsonElement? First(ObjectKey key)
    {
        lock (_lock) return _gone.TryGetValue(key, out var queue) ? queue.Peek() : null;
    }

    /// <summary>All, each key's in the order in which they went.</summary>
    public IReadOnlyCollection<JsonElement> List()
    {
        lock (_lock) return [.. _gone.Values.SelectMany(queue => queue)];
    }

    /// <summary>Drops what <see cref="First"/> returned.</summary>
    public void RemoveFirst(ObjectKey key)
    {
        lock (_lock)
        {
            var queue = _gone[key];
            queue.Dequeue();
            if (queue.Count == 0) _gone.Remove(key);
        }
    }
}
