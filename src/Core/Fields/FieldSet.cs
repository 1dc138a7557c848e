using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Core.Fields;

/// <summary>A set of field paths as a tree: what one entry of <c>managedFields</c> owns.</summary>
public sealed class FieldSet
{
    private const int DeepestStep = 256;

    /// <summary>Nothing.</summary>
    public static readonly FieldSet Empty = new(false, ImmutableDictionary<PathElement, FieldSet>.Empty);

    private FieldSet(bool self, ImmutableDictionary<PathElement, FieldSet> children)
    {
        Self = self;
        Children = children;
    }

    /// <summary>Whether the field at this place itself is in the set, not only fields below it.</summary>
    public bool Self { get; }

    /// <summary>The steps below this place.</summary>
    public ImmutableDictionary<PathElement, FieldSet> Children { get; }

    /// <summary>Whether nothing is in the set.</summary>
    public bool IsEmpty => !Self && Children.IsEmpty;

    /// <summary>Reads the form <c>fieldsV1</c>. What is malformed, or more than 256 steps deep, counts as not owned.</summary>
    public static FieldSet FromFieldsV1(JsonElement fields) => Read(fields, self: false, depth: 0);

    /// <summary>The set below one step; empty when there is none.</summary>
    public FieldSet Below(PathElement step) => Children.GetValueOrDefault(step, Empty);

    /// <summary>The set below a path of member names.</summary>
    public FieldSet Below(params ReadOnlySpan<string> members)
    {
        var set = this;
        foreach (var member in members) set = set.Below(new PathElement.Field(member));
        return set;
    }

    /// <summary>Names of the members that are in the set at this place, themselves or through what lies below them.</summary>
    public IEnumerable<string> MemberNames => Children.Keys.OfType<PathElement.Field>().Select(member => member.Name);

    /// <summary>Whether the field at <paramref name="path"/> itself is in the set.</summary>
    public bool Contains(FieldPath path)
    {
        var set = this;
        foreach (var step in path.Elements)
        {
            if (!set.Children.TryGetValue(step, out var below)) return false;
            set = below;
        }

        return set.Self;
    }

    /// <summary>Whether the field at <paramref name="path"/>, or anything below it, is in the set.</summary>
    public bool Reaches(FieldPath path)
    {
        var set = this;
        foreach (var step in path.Elements) set = set.Below(step);
        return !set.IsEmpty;
    }

    /// <summary>The set of some paths.</summary>
    public static FieldSet Of(params IEnumerable<FieldPath> paths) => Of([.. paths], 0);

    /// <summary>What is in this set or in the other.</summary>
    public FieldSet Union(FieldSet other) => Combine(other, (mine, theirs) => mine || theirs);

    /// <summary>What is in both sets.</summary>
    public FieldSet Intersect(FieldSet other) => Combine(other, (mine, theirs) => mine && theirs);

    /// <summary>This set without the fields of the other; fields below those stay.</summary>
    public FieldSet Without(FieldSet other) => Combine(other, (mine, theirs) => mine && !theirs);

    /// <summary>This set without the fields of the other and everything below them.</summary>
    public FieldSet WithoutTrees(FieldSet other) => other.Self ? Empty : new(Self, Children
        .Select(child => KeyValuePair.Create(child.Key, child.Value.WithoutTrees(other.Below(child.Key))))
        .Where(child => !child.Value.IsEmpty)
        .ToImmutableDictionary());

    /// <summary>The form <c>fieldsV1</c>, ordered as the API server orders it.</summary>
    public JsonObject ToFieldsV1()
    {
        var fields = new JsonObject();
        foreach (var (step, below) in Children.OrderBy(child => child.Key, FieldsV1Step.Order))
        {
            var tree = below.ToFieldsV1();
            if (below.Self && tree.Count > 0) tree.Insert(0, ".", new JsonObject());
            fields[step.ToFieldsV1()] = tree;
        }

        return fields;
    }

    /// <summary>All paths in the order in which the API server tells of them: the fields of a place, then what lies below each.</summary>
    public IEnumerable<FieldPath> OrderedPaths() => OrderedPaths(FieldPath.Root);

    /// <summary>All paths of the set, parents before children.</summary>
    public IEnumerable<FieldPath> Paths() => Paths(FieldPath.Root);

    /// <summary>The paths of this set that <paramref name="other"/> lacks.</summary>
    public IEnumerable<FieldPath> Except(FieldSet other) => Paths().Where(path => !other.Contains(path));

    private static FieldSet Read(JsonElement fields, bool self, int depth)
    {
        if (fields.ValueKind != JsonValueKind.Object || depth > DeepestStep) return self ? new(true, Empty.Children) : Empty;
        var children = ImmutableDictionary.CreateBuilder<PathElement, FieldSet>();
        var here = self;
        var any = false;
        foreach (var member in fields.EnumerateObject())
        {
            any = true;
            if (member.NameEquals(".")) here = true;
            else if (PathElement.FromFieldsV1(member.Name) is { } step)
            {
                var below = Read(member.Value, IsLeaf(member.Value), depth + 1);
                if (!below.IsEmpty) children[step] = below;
            }
        }

        return any || here ? new(here, children.ToImmutable()) : Empty;
    }

    private static bool IsLeaf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 0;

    private static FieldSet Of(IReadOnlyCollection<FieldPath> paths, int depth) => new(
        paths.Any(path => path.Elements.Length == depth),
        paths.Where(path => path.Elements.Length > depth)
            .GroupBy(path => path.Elements[depth])
            .ToImmutableDictionary(group => group.Key, group => Of([.. group], depth + 1)));

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> self) => new(self(Self, other.Self), Children.Keys
        .Union(other.Children.Keys)
        .Select(step => KeyValuePair.Create(step, Below(step).Combine(other.Below(step), self)))
        .Where(child => !child.Value.IsEmpty)
        .ToImmutableDictionary());

    private IEnumerable<FieldPath> OrderedPaths(FieldPath at)
    {
        var children = Children.OrderBy(child => child.Key, FieldsV1Step.Order).ToArray();
        return children.Where(child => child.Value.Self).Select(child => at.Append(child.Key))
            .Concat(children.SelectMany(child => child.Value.OrderedPaths(at.Append(child.Key))));
    }

    private IEnumerable<FieldPath> Paths(FieldPath at)
    {
        if (Self) yield return at;
        foreach (var (step, below) in Children)
        {
            foreach (var path in below.Paths(at.Append(step))) yield return path;
        }
    }
}
