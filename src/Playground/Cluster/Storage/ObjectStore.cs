using System.Threading.Channels;

namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>
/// The state of the cluster, in memory: objects by key, one growing revision, and the last changes for watches that
/// resume. Stored trees are never changed; whoever wants to change one copies it first.
/// </summary>
internal sealed class ObjectStore
{
    private static readonly Comparer<(string Namespace, string Name)> KeyOrder = Comparer<(string Namespace, string Name)>.Create(
        (left, right) => string.CompareOrdinal(left.Namespace, right.Namespace) is var order && order != 0
            ? order
            : string.CompareOrdinal(left.Name, right.Name));

    private readonly Lock gate = new();
    private readonly Dictionary<Collection, SortedDictionary<(string Namespace, string Name), JsonObject>> collections = [];
    private readonly Queue<StoreEvent> history = [];
    private readonly List<StoreWatch> watches = [];
    private readonly int historyLength;
    private long revision = 1;
    private long forgotten = 1;

    /// <param name="historyLength">How many changes are kept; a watch that resumes before them is answered 410.</param>
    public ObjectStore(int historyLength) => this.historyLength = historyLength;

    /// <summary>The revision of the last change.</summary>
    public long Revision
    {
        get
        {
            lock (gate) return revision;
        }
    }

    public JsonObject? Find(ObjectKey key)
    {
        lock (gate) return Rows(key.Collection).GetValueOrDefault((key.Namespace, key.Name));
    }

    /// <summary>The objects of a collection in key order, of one namespace when it is given, with the revision of this view.</summary>
    public (IReadOnlyList<JsonObject> Objects, long Revision) List(Collection collection, string? inNamespace = null)
    {
        lock (gate)
        {
            var rows = Rows(collection);
            return ([.. rows.Where(row => inNamespace is null || row.Key.Namespace == inNamespace).Select(row => row.Value)], revision);
        }
    }

    /// <summary>Every object of every collection with its key.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Object)> Everything()
    {
        lock (gate)
        {
            return [.. collections.SelectMany(rows => rows.Value.Select(row =>
                (new ObjectKey(rows.Key.Group, rows.Key.Plural, row.Key.Namespace, row.Key.Name), row.Value)))];
        }
    }

    /// <summary>Adds an object; false when the key is taken. The tree belongs to the store afterwards.</summary>
    public bool TryAdd(ObjectKey key, JsonObject added)
    {
        lock (gate)
        {
            if (!Rows(key.Collection).TryAdd((key.Namespace, key.Name), added)) return false;
            Stamp(added);
            Publish(new StoreEvent(revision, key, null, added));
            return true;
        }
    }

    /// <summary>Replaces an object; false when the stored one is no longer <paramref name="expected"/>.</summary>
    public bool TryReplace(ObjectKey key, JsonObject expected, JsonObject replacement)
    {
        lock (gate)
        {
            var rows = Rows(key.Collection);
            if (!ReferenceEquals(rows.GetValueOrDefault((key.Namespace, key.Name)), expected)) return false;
            Stamp(replacement);
            rows[(key.Namespace, key.Name)] = replacement;
            Publish(new StoreEvent(revision, key, expected, replacement));
            return true;
        }
    }

    /// <summary>Removes an object; null when the stored one is no longer <paramref name="expected"/>, else its last state.</summary>
    public JsonObject? TryRemove(ObjectKey key, JsonObject expected)
    {
        lock (gate)
        {
            var rows = Rows(key.Collection);
            if (!ReferenceEquals(rows.GetValueOrDefault((key.Namespace, key.Name)), expected)) return null;
            rows.Remove((key.Namespace, key.Name));
            var last = expected.Copy();
            Stamp(last);
            Publish(new StoreEvent(revision, key, last, null));
            return last;
        }
    }

    /// <summary>Changes after a revision, and then as they happen; 410 when they are no longer kept.</summary>
    /// <param name="collection">The collection to watch; null for all.</param>
    /// <param name="after">The last revision that the caller knows; null for changes from now on.</param>
    public StoreWatch Watch(Collection? collection, long? after)
    {
        lock (gate)
        {
            if (after < forgotten) throw ApiError.Expired($"too old resource version: {after} ({forgotten})");
            var watch = new StoreWatch(collection, Channel.CreateUnbounded<StoreEvent>(), Drop);
            foreach (var change in history.Where(change => change.Revision > (after ?? revision))) watch.Offer(change);
            watches.Add(watch);
            return watch;
        }
    }

    private void Drop(StoreWatch watch)
    {
        lock (gate) watches.Remove(watch);
    }

    private void Publish(StoreEvent change)
    {
        history.Enqueue(change);
        if (history.Count > historyLength) forgotten = history.Dequeue().Revision;
        foreach (var watch in watches) watch.Offer(change);
    }

    private void Stamp(JsonObject stored) =>
        stored.Metadata["resourceVersion"] = (++revision).ToString(CultureInfo.InvariantCulture);

    private SortedDictionary<(string Namespace, string Name), JsonObject> Rows(Collection collection)
    {
        if (!collections.TryGetValue(collection, out var rows))
        {
            rows = new SortedDictionary<(string Namespace, string Name), JsonObject>(KeyOrder);
            collections[collection] = rows;
        }

        return rows;
    }
}
