using System.Collections.Immutable;

namespace GitOpsGuard.Core.Admission;

/// <summary>All objects that any inventory declares. Immutable: a changed shard gives a new index that shares the rest.</summary>
public sealed class InventoryIndex
{
    /// <summary>Nothing is declared.</summary>
    public static readonly InventoryIndex Empty = new(
        ImmutableDictionary<string, ImmutableArray<Declaration>>.Empty,
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>>.Empty,
        ImmutableSortedDictionary<string, int>.Empty.WithComparers(StringComparer.Ordinal),
        ImmutableDictionary<(string, string), int>.Empty,
        ImmutableDictionary<string, ImmutableArray<Declaration>>.Empty);

    private readonly ImmutableDictionary<string, ImmutableArray<Declaration>> _shards;
    private readonly ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>> _objects;
    private readonly ImmutableSortedDictionary<string, int> _namespaces;
    private readonly ImmutableDictionary<(string Group, string Kind), int> _kinds;
    private readonly ImmutableDictionary<string, ImmutableArray<Declaration>> _workloads;

    private InventoryIndex(
        ImmutableDictionary<string, ImmutableArray<Declaration>> shards,
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>> objects,
        ImmutableSortedDictionary<string, int> namespaces,
        ImmutableDictionary<(string Group, string Kind), int> kinds,
        ImmutableDictionary<string, ImmutableArray<Declaration>> workloads)
    {
        _workloads = workloads;
        _kinds = kinds;
        _shards = shards;
        _objects = objects;
        _namespaces = namespaces;
    }

    /// <summary>Number of declared objects.</summary>
    public int Count => _objects.Count;

    /// <summary>Namespaces that hold declared objects, in order, with how many; the empty name stands for the cluster.</summary>
    public IReadOnlyDictionary<string, int> Namespaces => _namespaces;

    /// <summary>Groups and kinds of all declared objects.</summary>
    public IEnumerable<(string Group, string Kind)> Kinds => _kinds.Keys;

    /// <summary>Where the object is declared; null when it is not.</summary>
    public Declaration? Find(ObjectIdentity identity) =>
        _objects.TryGetValue(identity, out var declarations) ? declarations[0] : null;

    /// <summary>Where the object is declared, by that GitSync when it declares it.</summary>
    public Declaration? Find(ObjectIdentity identity, string syncNamespace, string syncName)
    {
        if (!_objects.TryGetValue(identity, out var declarations)) return null;
        return declarations.FirstOrDefault(d => d.Source.SyncNamespace == syncNamespace && d.Source.SyncName == syncName) ?? declarations[0];
    }

    /// <summary>What is declared in a namespace and makes pods.</summary>
    internal ImmutableArray<Declaration> WorkloadsOf(string ns) => _workloads.GetValueOrDefault(ns, []);

    /// <summary>Whether nothing in a namespace is declared but by one GitSync. Looks at every object, so for rare requests.</summary>
    internal bool IsOnlyOf(string ns, string syncNamespace, string syncName) => _objects
        .Where(declared => declared.Key.Namespace == ns)
        .All(declared => declared.Value.All(d => d.Source.SyncNamespace == syncNamespace && d.Source.SyncName == syncName));

    /// <summary>An index in which the shard holds exactly these declarations; none removes the shard.</summary>
    /// <param name="shard">Namespace and name of the SyncInventory.</param>
    public InventoryIndex With(string shard, ImmutableArray<Declaration> declarations)
    {
        var builder = new Builder(_objects.ToBuilder(), _namespaces.ToBuilder(), _kinds.ToBuilder());
        var before = _shards.GetValueOrDefault(shard, []);
        foreach (var old in before) builder.Remove(old);
        foreach (var declaration in declarations) builder.Add(declaration);
        var shards = declarations.IsEmpty ? _shards.Remove(shard) : _shards.SetItem(shard, declarations);
        return new(shards, builder.Objects.ToImmutable(), builder.Namespaces.ToImmutable(), builder.Kinds.ToImmutable(), Workloads(before, declarations));
    }

    /// <summary>The workloads of each namespace, with those of a shard replaced.</summary>
    private ImmutableDictionary<string, ImmutableArray<Declaration>> Workloads(ImmutableArray<Declaration> before, ImmutableArray<Declaration> now)
    {
        var gone = before.Where(old => old.Pods is not null).ToHashSet<Declaration>(ReferenceEqualityComparer.Instance);
        var added = now.Where(declaration => declaration.Pods is not null).ToLookup(declaration => declaration.Identity.Namespace);
        var workloads = _workloads.ToBuilder();
        foreach (var ns in gone.Select(old => old.Identity.Namespace).Concat(added.Select(group => group.Key)).Distinct())
        {
            var rest = WorkloadsOf(ns).RemoveAll(gone.Contains).AddRange(added[ns]);
            if (rest.IsEmpty) workloads.Remove(ns);
            else workloads[ns] = rest;
        }

        return workloads.ToImmutable();
    }

    private sealed record Builder(
        ImmutableDictionary<ObjectIdentity, ImmutableArray<Declaration>>.Builder Objects,
        ImmutableSortedDictionary<string, int>.Builder Namespaces,
        ImmutableDictionary<(string Group, string Kind), int>.Builder Kinds)
    {
        internal void Remove(Declaration old)
        {
            var identity = old.Identity;
            var rest = Objects[identity].RemoveAll(other => ReferenceEquals(other, old));
            if (!rest.IsEmpty)
            {
                Objects[identity] = rest;
                return;
            }

            Objects.Remove(identity);
            if (--Namespaces[identity.Namespace] == 0) Namespaces.Remove(identity.Namespace);
            if (--Kinds[(identity.Group, identity.Kind)] == 0) Kinds.Remove((identity.Group, identity.Kind));
        }

        internal void Add(Declaration declaration)
        {
            var identity = declaration.Identity;
            if (Objects.TryGetValue(identity, out var others))
            {
                Objects[identity] = others.Add(declaration);
                return;
            }

            Objects[identity] = [declaration];
            Namespaces[identity.Namespace] = Namespaces.GetValueOrDefault(identity.Namespace) + 1;
            Kinds[(identity.Group, identity.Kind)] = Kinds.GetValueOrDefault((identity.Group, identity.Kind)) + 1;
        }
    }
}
