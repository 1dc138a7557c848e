namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>
/// The state of the cluster, in memory: objects by key, one growing revision, and the last changes for watches that
/// resume and lists of the past. Stored trees are never changed; whoever wants to change one copies it first.
/// </summary>
/// <param name="historyLength">How many changes are kept; what lies before them is answered 410.</param>
internal sealed class ObjectStore(int historyLength)
{
    private static readonly Comparer<(string Namespace, string Name)> KeyOrder = Comparer<(string Namespace, string Name)>.Create(
        (left, right) => left.Namespace == right.Namespace
            ? string.CompareOrdinal(left.Name, right.Name)
            : string.CompareOrdinal($"{left.Namespace}/", $"{right.Namespace}/"));

    private readonly Lock gate = new();
    private readonly Dictionary<Collection, SortedDictionary<(string Namespace, string Name), JsonObject>> collections = [];
    private readonly Queue<StoreEvent> history = [];
    private readonly List<StoreWatch> watches = [];
    private long revision = 1;
    private long forgotten = 1;

    /// <summary>The revision of the last change.</summary>
    public long Revision
    {
        get { lock (gate) return revision; }
    }

    public JsonObject? Find(ObjectKey key)
    {
        lock (gate) return Rows(key.Collection).GetValueOrDefault((key.Namespace, key.Name));
    }

    /// <summary>The objects of a collection in key order, with the revision of this view.</summary>
    /// <param name="collection">Which objects.</param>
    /// <param name="inNamespace">Those of one namespace; null for all.</param>
    /// <param name="at">The revision to look back to; 410 when it is no longer known.</param>
    public (IReadOnlyList<JsonObject> Objects, long Revision) List(Collection collection, string? inNamespace = null, long? at = null)
    {
        lock (gate)
        {
            var rows = at is { } past && past < revision ? Rewound(collection, past) : Rows(collection);
            return ([.. rows.Where(row => inNamespace is null || row.Key.Namespace == inNamespace).Select(row => row.Value)], at
                ?? revision);
        }
    }

    /// <summary>Every object of a namespace with its key.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Object)> In(string inNamespace)
    {
        lock (gate)
        {
            return [.. collections.SelectMany(rows => rows.Value.Where(row => row.Key.Namespace == inNamespace).Select(row =>
                (new ObjectKey(rows.Key.Group, rows.Key.Plural, row.Key.Namespace, row.Key.Name), row.Value)))];
        }
    }

    /// <summary>
    /// Adds (nothing expected), replaces or removes (nothing next) an object; false when the stored one is not the
    /// expected one. The tree belongs to the store afterwards.
    /// </summary>
    public bool TryWrite(ObjectKey key, JsonObject? expected, JsonObject? next)
    {
        lock (gate)
        {
            var (rows, place) = (Rows(key.Collection), (key.Namespace, key.Name));
            if (!ReferenceEquals(rows.GetValueOrDefault(place), expected)) return false;
            revision++;
            if (next is null) rows.Remove(place);
            else rows[place] = next;
            if (next is not null) next.Metadata["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
            var change = new StoreEvent(revision, key, expected, next);
            history.Enqueue(change);
            if (history.Count > historyLength) forgotten = history.Dequeue().Revision;
            foreach (var watch in watches) watch.Offer(change);
            return true;
        }
    }

    /// <summary>Changes after a revision, and then as they happen; null, and a 410, when they are no longer kept.</summary>
    /// <param name="collection">The collection to watch; null for all.</param>
    /// <param name="after">The last revision that the caller knows; null for changes from now on.</param>
    /// <param name="expired">Why there is no watch.</param>
    public StoreWatch? Watch(Collection? collection, long? after, out ApiError expired)
    {
        lock (gate)
        {
            expired = ApiError.Expired($"too old resource version: {after} ({forgotten})");
            if (after < forgotten) return null;
            var watch = new StoreWatch(collection, after ?? revision, Drop);
            foreach (var change in history) watch.Offer(change);
            watches.Add(watch);
            return watch;
        }
    }

    private void Drop(StoreWatch watch)
    {
        lock (gate) watches.Remove(watch);
    }

    private SortedDictionary<(string Namespace, string Name), JsonObject> Rewound(Collection collection, long at)
    {
        if (at < forgotten) throw ApiError.Expired("The resourceVersion for the provided list is too old.");
        var past = new SortedDictionary<(string Namespace, string Name), JsonObject>(Rows(collection), KeyOrder);
        foreach (var change in history.Reverse().TakeWhile(change => change.Revision > at)
            .Where(change => change.Key.Collection == collection))
        {
            if (change.Before is null) past.Remove((change.Key.Namespace, change.Key.Name));
            else past[(change.Key.Namespace, change.Key.Name)] = change.Before;
        }

        return past;
    }

    private SortedDictionary<(string Namespace, string Name), JsonObject> Rows(Collection collection)
    {
        if (!collections.TryGetValue(collection, out var rows)) collections[collection] = rows = new(KeyOrder);
        return rows;
    }
}
