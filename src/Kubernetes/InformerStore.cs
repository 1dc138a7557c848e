using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>The objects that an informer knows. One writer, any number of readers.</summary>
internal sealed class InformerStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, JsonElement> _objects = [];

    public bool TryGet(ObjectKey key, [MaybeNullWhen(false)] out JsonElement obj)
    {
        lock (_lock) return _objects.TryGetValue(key, out obj);
    }

    public JsonElement[] ToArray()
    {
        lock (_lock) return [.. _objects.Values];
    }

    /// <summary>Stores an object that exists.</summary>
    /// <returns>What that means: nothing, one fact, or two where an object of the same name has taken another's place.</returns>
    public IReadOnlyList<InformerEvent> Set(JsonElement obj)
    {
        var key = ObjectKey.Of(obj);
        JsonElement old;
        lock (_lock)
        {
            var known = _objects.TryGetValue(key, out old);
            _objects[key] = obj;
            if (!known) return [new(InformerEventType.Added, obj, null)];
        }

        if (ObjectKey.Uid(old) != ObjectKey.Uid(obj))
            return [new(InformerEventType.Deleted, old, old), new(InformerEventType.Added, obj, null)];
        return ObjectKey.ResourceVersion(old) == ObjectKey.ResourceVersion(obj)
            ? []
            : [new(InformerEventType.Modified, obj, old)];
    }

    /// <summary>Removes an object that has gone; <paramref name="last"/> is its last form.</summary>
    public IReadOnlyList<InformerEvent> Remove(JsonElement last)
    {
        lock (_lock)
            return _objects.Remove(ObjectKey.Of(last), out var old) ? [new(InformerEventType.Deleted, last, old)] : [];
    }

    /// <summary>Removes all objects that a complete list did not hold.</summary>
    public IReadOnlyList<InformerEvent> RemoveAllBut(IReadOnlySet<ObjectKey> keys)
    {
        lock (_lock)
        {
            var gone = _objects.Where(o => !keys.Contains(o.Key)).ToList();
            foreach (var (key, _) in gone) _objects.Remove(key);
            return [.. gone.Select(o => new InformerEvent(InformerEventType.Deleted, o.Value, o.Value))];
        }
    }
}
