using System.Collections.Frozen;
using System.Collections.Immutable;

namespace GitOpsGuard.Core.Fields;

/// <summary>
/// What is known of a field of a built-in kind beyond its JSON: whether its list has keys, whether it is a quantity,
/// whether an empty object, <c>false</c> or 0 there means nothing. Not a schema: a field that is not mentioned is compared literally.
/// </summary>
internal sealed class KindShape
{
    private static readonly FrozenDictionary<(string Group, string Kind), KindShape> Kinds = Build();
    private static readonly KindShape Empty = new();

    private readonly Dictionary<string, KindShape> _members = new(StringComparer.Ordinal);
    private KindShape? _anyMember;

    /// <summary>Shape of the items of this list.</summary>
    public KindShape? Item { get; private set; }

    /// <summary>How the items of this list are told apart.</summary>
    public ListMap? Map { get; private set; }

    /// <summary>Whether the value is a resource quantity.</summary>
    public bool Quantity { get; private set; }

    /// <summary>Whether an empty object or text means the same as none.</summary>
    public bool Hollow { get; private set; }

    /// <summary>Whether <c>false</c> and 0 mean the same as nothing.</summary>
    public bool Zero { get; private set; }

    /// <summary>Shape of a kind; null for a kind that is not built in.</summary>
    public static KindShape? Of(string group, string kind) =>
        Kinds.TryGetValue((group, kind), out var shape) ? shape : BuiltInGroups.Contains(group) ? Empty : null;

    /// <summary>Shape of a member; null when nothing is known of it.</summary>
    public KindShape? Member(string name) => _members.TryGetValue(name, out var shape) ? shape : _anyMember;

    private static FrozenDictionary<(string, string), KindShape> Build()
    {
        var kinds = new Dictionary<(string, string), KindShape>();
        foreach (var line in KindShapeTable.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var (group, kind, path) in KindShapeTable.Expand(words[0], words[1]))
            {
                if (!kinds.TryGetValue((group, kind), out var root)) kinds[(group, kind)] = root = new();
                root.Descend(path).Mark(words.AsSpan(2));
            }
        }

        return kinds.ToFrozenDictionary();
    }

    private KindShape Descend(string path)
    {
        var node = this;
        foreach (var step in path.Replace("[]", ".[]").Split('.'))
        {
            node = step switch
            {
                "[]" => node.Item ??= new(),
                "*" => node._anyMember ??= new(),
                _ => node._members.TryGetValue(step, out var member) ? member : node._members[step] = new(),
            };
        }

        return node;
    }

    private void Mark(ReadOnlySpan<string> words)
    {
        switch (words[0])
        {
            case "quantity": Quantity = true; break;
            case "hollow": Hollow = true; break;
            case "zero": Zero = true; break;
            default: Map = new([.. words[1].Split(',').Select(Key)], words[0] == "ordered"); break;
        }
    }

    private static ListKey Key(string text) =>
        text.Split('=') is [var name, var otherwise] ? new(name, otherwise) : new(text, null);
}
