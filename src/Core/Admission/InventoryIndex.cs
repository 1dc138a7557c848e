using System.Collections.Immutable;

namespace GitOpsGuard.Core.Admission;

/// <summary>All objects that any inventory declares. Immutable: a changed shard gives a new index that shares the rest.</summary>
public sealed class InventoryIndex
{
    /// <summary>Nothing is declared.</summary>
    public static readonly InventoryIndex Empty = new(
        ImmutableDictionary<string, ImmutableArray<Declaration>>.Empty,
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>>.Empty,
        ImmutableSortedDictionary<string, int>.Empty.WithComparers(StringComparer.Ordinal));

    private readonly ImmutableDictionary<string, ImmutableArray<Declaration>> _shards;
    private readonly ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>> _objects;
    private readonly ImmutableSortedDictionary<string, int> _namespaces;

    private InventoryIndex(
        ImmutableDictionary<string, ImmutableArray<Declaration>> shards,
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>> objects,
        ImmutableSortedDictionary<string, int> namespaces)
    {
        _shards = shards;
        _objects = objects;
        _namespaces = namespaces;
    }

    /// <summary>Number of declared objects.</summary>
    public int Count => _objects.Count;

    /// <summary>Namespaces that hold declared objects, in order, with how many; the empty name stands for the cluster.</summary>
    public IReadOnlyDictionary<string, int> Namespaces => _namespaces;

    /// <summary>Groups and kinds of all declared objects.</summary>
    public IEnumerable<(string Group, string Kind)> Kinds => _objects.Keys.Select(identity => (identity.Group, identity.Kind)).Distinct();

    /// <summary>Where the object is declared; null when it is not.</summary>
    public Declaration? Find(ObjectIdentity identity) =>
        _objects.TryGetValue(identity, out var declarations) ? declarations[0] : null;

    /// <summary>Where the object is declared, by that GitSync when it declares it.</summary>
    public Declaration? Find(ObjectIdentity identity, string syncNamespace, string syncName)
    {
        if (!_objects.TryGetValue(identity, out var declarations)) return null;
        return declarations.FirstOrDefault(d => d.Source.SyncNamespace == syncNamespace && d.Source.SyncName == syncName) ?? declarations[0];
    }

    /// <summary>An index in which the shard holds exactly these declarations; none removes the shard.</summary>
    /// <param name="shard">Namespace and name of the SyncInventory.</param>
    public InventoryIndex With(string shard, ImmutableArray<Declaration> declarations)
    {
        var (objects, namespaces) = (_objects.ToBuilder(), _namespaces.ToBuilder());
        foreach (var old in _shards.GetValueOrDefault(shard, [])) Remove(old, objects, namespaces);
        foreach (var declaration in declarations) Add(declaration, objects, namespaces);
        var shards = declarations.IsEmpty ? _shards.Remove(shard) : _shards.SetItem(shard, declarations);
        return new(shards, objects.ToImmutable(), namespaces.ToImmutable());
    }

    private static void Remove(
        Declaration old,
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>>.Builder objects,
        ImmutableSortedDictionary<string, int>.Builder namespaces)
    {
        var rest = objects[old.Identity].RemoveAll(other => ReferenceEquals(other, old));
        if (!rest.IsEmpty)
        {
            objects[old.Identity] = rest;
            return;
        }

        objects.Remove(old.Identity);
        if (--namespaces[old.Identity.Namespace] == 0) namespaces.Remove(old.Identity.Namespace);
    }

    private static void Add(
        Declaration declaration,
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>>.Builder objects,
        ImmutableSortedDictionary<string, int>.Builder namespaces)
    {
        if (objects.TryGetValue(declaration.Identity, out var others))
        {
            objects[declaration.Identity] = others.Add(declaration);
            return;
        }

        objects[declaration.Identity] = [declaration];
        namespaces[declaration.Identity.Namespace] = namespaces.GetValueOrDefault(declaration.Identity.Namespace) + 1;
    }
}
