using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// The objects that an informer knows, each as its bytes alone: a parsed tree takes several times as much. One writer, any
/// number of readers.
/// </summary>
internal sealed class InformerStore
{
    private const int MostNamespaces = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Entry> _objects = [];
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private int _list;

    public int Count
    {
        get
        {
            lock (_lock) return _objects.Count;
        }
    }

    public bool TryGet(ObjectKey key, [MaybeNullWhen(false)] out JsonElement obj)
    {
        Entry entry;
        bool found;
        lock (_lock) found = _objects.TryGetValue(key, out entry);
        obj = found ? JsonBody.Own(entry.Json) : default;
        return found;
    }

    public JsonElement[] ToArray()
    {
        Entry[] entries;
        lock (_lock) entries = [.. _objects.Values];
        return Array.ConvertAll(entries, e => JsonBody.Own(e.Json));
    }

    /// <summary>Stores an object that exists.</summary>
    /// <param name="obj">The object as events tell of it.</param>
    /// <param name="kept">What of it is stored.</param>
    /// <returns>What that means: nothing, one fact, or two where an object of the same name has taken another's place.</returns>
    public IReadOnlyList<InformerEvent> Set(JsonElement obj, JsonElement kept)
    {
        var key = ObjectKey.Of(obj);
        var json = JsonMarshal.GetRawUtf8Value(kept);
        byte[] before;
        lock (_lock)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_objects, key);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry))
            {
                _objects.Add(key with { Namespace = Known(key.Namespace) }, new(json.ToArray(), _list));
                return [new(InformerEventType.Added, obj, old: null)];
            }

            before = entry.Json;
            var same = json.SequenceEqual(before);
            entry = new(same ? before : json.ToArray(), _list);
            if (same) return [];
        }

        var identity = ObjectKey.Identity(before);
        if (identity.Uid != ObjectKey.Uid(obj))
        {
            var old = JsonBody.Own(before);
            return [new(InformerEventType.Deleted, old, old), new(InformerEventType.Added, obj, old: null)];
        }

        return identity.ResourceVersion == ObjectKey.ResourceVersion(obj) ? [] : [new(InformerEventType.Modified, obj, before)];
    }

    /// <summary>Removes an object that has gone; <paramref name="last"/> is its last form.</summary>
    public IReadOnlyList<InformerEvent> Remove(JsonElement last)
    {
        Entry old;
        lock (_lock)
            if (!_objects.Remove(ObjectKey.Of(last), out old)) return [];
        return [new(InformerEventType.Deleted, last, old.Json)];
    }

    /// <summary>Begins a complete list: each object that is in it will be set.</summary>
    public void BeginList()
    {
        lock (_lock) _list++;
    }

    /// <summary>Ends a complete list: removes all objects that it did not hold.</summary>
    public IReadOnlyList<InformerEvent> EndList()
    {
        List<KeyValuePair<ObjectKey, Entry>> gone;
        lock (_lock)
        {
            gone = [.. _objects.Where(o => o.Value.List != _list)];
            foreach (var (key, _) in gone) _objects.Remove(key);
        }

        return [.. gone.Select(o => JsonBody.Own(o.Value.Json)).Select(o => new InformerEvent(InformerEventType.Deleted, o, o))];
    }

    /// <summary>The same text in one copy for all objects of a namespace.</summary>
    private string Known(string ns)
    {
        if (_namespaces.TryGetValue(ns, out var known)) return known;
        if (_namespaces.Count >= MostNamespaces) _namespaces.Clear();
        return _namespaces[ns] = ns;
    }

    private readonly record struct Entry(byte[] Json, int List);
}
