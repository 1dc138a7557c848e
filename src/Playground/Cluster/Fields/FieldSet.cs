namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>An immutable set of paths: what one manager owns. The tree of <c>fieldsV1</c>.</summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<FieldStep, Node> _nodes;

    private FieldSet(SortedDictionary<FieldStep, Node> nodes) => _nodes = nodes;

    /// <summary>A path may be a member itself, have members under it, or both.</summary>
    public readonly record struct Node(bool IsMember, FieldSet Children);

    public static FieldSet Empty { get; } = new(Sorted());

    public bool IsEmpty => _nodes.Count == 0;

    public IEnumerable<KeyValuePair<FieldStep, Node>> Nodes => _nodes;

    public bool Has(FieldStep step) => _nodes.TryGetValue(step, out var node) && node.IsMember;

    /// <summary>The members under a step, without the step itself.</summary>
    public FieldSet Under(FieldStep step) => _nodes.TryGetValue(step, out var node) ? node.Children : Empty;

    public static FieldSet Of(params IEnumerable<IReadOnlyList<FieldStep>> paths)
    {
        var builder = new Builder();
        foreach (var path in paths) builder.Add(path);
        return builder.Build();
    }

    /// <summary>A set of one path of fields.</summary>
    public static FieldSet OfFields(params IEnumerable<string> names) => Of([[.. names.Select(FieldStep.Field)]]);

    public FieldSet Union(FieldSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : Combine(other, (mine, theirs) => mine || theirs, (a, b) => a.Union(b));

    public FieldSet Intersect(FieldSet other) =>
        Combine(other, (mine, theirs) => mine && theirs, (a, b) => a.Intersect(b));

    /// <summary>This set without the members of the other; members under them stay.</summary>
    public FieldSet Except(FieldSet other) =>
        other.IsEmpty ? this : Combine(other, (mine, theirs) => mine && !theirs, (a, b) => a.Except(b));

    /// <summary>This set without the members of the other and everything under them.</summary>
    public FieldSet ExceptTrees(FieldSet other)
    {
        if (other.IsEmpty) return this;
        var nodes = Sorted();
        foreach (var (step, node) in _nodes)
        {
            if (!other.Has(step)) Put(nodes, step, node.IsMember, node.Children.ExceptTrees(other.Under(step)));
        }

        return new FieldSet(nodes);
    }

    /// <summary>All paths in the server's order: the members of a level, then what lies under each.</summary>
    public IEnumerable<IReadOnlyList<FieldStep>> Paths()
    {
        foreach (var (step, node) in _nodes)
        {
            if (node.IsMember) yield return [step];
        }

        foreach (var (step, node) in _nodes)
        {
            foreach (var rest in node.Children.Paths()) yield return [step, .. rest];
        }
    }

    public bool SetEquals(FieldSet other) => _nodes.Count == other._nodes.Count && _nodes.All(pair =>
        other._nodes.TryGetValue(pair.Key, out var node) && node.IsMember == pair.Value.IsMember &&
        node.Children.SetEquals(pair.Value.Children));

    /// <summary>Makes a set from a function over its nodes, keeping the order.</summary>
    public FieldSet Select(Func<FieldStep, Node, Node> change)
    {
        var nodes = Sorted();
        foreach (var (step, node) in _nodes)
        {
            var changed = change(step, node);
            Put(nodes, step, changed.IsMember, changed.Children);
        }

        return new FieldSet(nodes);
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (step, node) in _nodes)
        {
            var under = node.Children.ToJson();
            if (node.IsMember && under.Count > 0) under.Insert(0, ".", new JsonObject());
            json[step.Text] = under;
        }

        return json;
    }

    /// <summary>Reads <c>fieldsV1</c>; null when it is no such tree.</summary>
    public static FieldSet? FromJson(JsonObject json)
    {
        var nodes = Sorted();
        foreach (var (text, under) in json)
        {
            if (text == ".") continue;
            if (FieldStep.Parse(text) is not { } step || under is not JsonObject tree) return null;
            if (FromJson(tree) is not { } children) return null;
            Put(nodes, step, tree.Count == 0 || tree.ContainsKey("."), children);
        }

        return new FieldSet(nodes);
    }

    private static SortedDictionary<FieldStep, Node> Sorted() => new(FieldStep.Order);

    private static void Put(SortedDictionary<FieldStep, Node> nodes, FieldStep step, bool isMember, FieldSet children)
    {
        if (isMember || !children.IsEmpty) nodes[step] = new Node(isMember, children);
    }

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> member, Func<FieldSet, FieldSet, FieldSet> children)
    {
        var nodes = Sorted();
        foreach (var step in _nodes.Keys.Union(other._nodes.Keys))
        {
            var mine = _nodes.GetValueOrDefault(step, new Node(false, Empty));
            var theirs = other._nodes.GetValueOrDefault(step, new Node(false, Empty));
            Put(nodes, step, member(mine.IsMember, theirs.IsMember), children(mine.Children, theirs.Children));
        }

        return new FieldSet(nodes);
    }

    /// <summary>Collects paths.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<FieldStep, Builder> _children = [];
        private bool _isMember;

        public void Add(IReadOnlyList<FieldStep> path)
        {
            var builder = this;
            foreach (var step in path)
            {
                if (!builder._children.TryGetValue(step, out var next)) builder._children[step] = next = new Builder();
                builder = next;
            }

            builder._isMember = true;
        }

        public FieldSet Build()
        {
            var nodes = Sorted();
            foreach (var (step, child) in _children) Put(nodes, step, child._isMember, child.Build());
            return new FieldSet(nodes);
        }
    }
}
