using System.Collections.Immutable;
using System.Text.Json;

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
            else if (Step(member.Name) is { } step)
            {
                var below = Read(member.Value, IsLeaf(member.Value), depth + 1);
                if (!below.IsEmpty) children[step] = below;
            }
        }

        return any || here ? new(here, children.ToImmutable()) : Empty;
    }

    private static bool IsLeaf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 0;

    private static PathElement? Step(string text)
    {
        if (text.Length < 2 || text[1] != ':') return null;
        var rest = text[2..];
        return text[0] switch
        {
            'f' => new PathElement.Field(rest),
            'i' => int.TryParse(rest, out var index) ? new PathElement.Index(index) : null,
            'k' => Key(rest),
            'v' => Scalar(rest) is { } value ? new PathElement.SetItem(value) : null,
            _ => null,
        };
    }

    private static PathElement.Key? Key(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            return new([.. document.RootElement.EnumerateObject()
                .Select(member => new KeyValuePair<string, string>(member.Name, Text(member.Value)))
                .OrderBy(member => member.Key, StringComparer.Ordinal)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Scalar(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Text(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private IEnumerable<FieldPath> Paths(FieldPath at)
    {
        if (Self) yield return at;
        foreach (var (step, below) in Children)
        {
            foreach (var path in below.Paths(at.Append(step))) yield return path;
        }
    }
}
