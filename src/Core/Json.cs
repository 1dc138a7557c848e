using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GitOpsGuard.Core;

/// <summary>Reading JSON trees where members may be missing or of another type: nothing here throws on a strange tree.</summary>
public static class Json
{
    /// <summary>Deepest nesting that is read and written; the API server accepts objects nested about 9,500 deep.</summary>
    public const int DeepestNesting = 12_000;

    /// <summary>A member; undefined when <paramref name="obj"/> is no object or lacks it.</summary>
    public static JsonElement Member(JsonElement obj, string name) =>
        obj.ValueKind == JsonValueKind.Object && obj.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member below several others; undefined when the way ends early.</summary>
    public static JsonElement At(JsonElement obj, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) obj = Member(obj, name);
        return obj;
    }

    /// <summary>A text member; empty when it is missing or no string.</summary>
    public static string Text(JsonElement obj, string name) =>
        Member(obj, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>Whether a member is this very text.</summary>
    public static bool Is(JsonElement obj, string name, string text) => Member(obj, name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

    /// <summary>A text below several members; empty when it is missing or no string.</summary>
    public static string TextAt(JsonElement obj, params ReadOnlySpan<string> path) =>
        At(obj, path) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>The time at a path, as Kubernetes writes it; null when there is none.</summary>
    public static DateTimeOffset? TimeAt(JsonElement obj, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(TextAt(obj, path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Whether there is an object, list or scalar: neither undefined nor null.</summary>
    public static bool Exists(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether a value is nested deeper than so many levels.</summary>
    public static bool IsDeeper(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Object => levels == 0 || value.EnumerateObject().Any(member => IsDeeper(member.Value, levels - 1)),
        JsonValueKind.Array => levels == 0 || value.EnumerateArray().Any(item => IsDeeper(item, levels - 1)),
        _ => false,
    };

    /// <summary>Whether two values are equal, members in any order; what is missing equals only what is missing.</summary>
    public static bool Same(JsonElement left, JsonElement right) =>
        left.ValueKind == JsonValueKind.Undefined || right.ValueKind == JsonValueKind.Undefined
            ? left.ValueKind == right.ValueKind
            : JsonElement.DeepEquals(left, right);

    /// <summary>The labels of an object, by key; null for one that it lacks.</summary>
    public static Func<string, string?> LabelsOf(JsonElement obj) =>
        key => At(obj, "metadata", "labels", key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The items of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The texts of a list of strings; other items are left out.</summary>
    public static IEnumerable<string> Texts(JsonElement list) =>
        Items(list).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    /// <summary>The members of an object whose values are strings.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TextMembers(JsonElement obj)
    {
        if (obj.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in obj.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String) yield return new(member.Name, member.Value.GetString()!);
        }
    }

    /// <summary>Whether two values are written with the same bytes, and so mean the same; what is missing equals only what is missing.</summary>
    public static bool SameText(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind
        && (left.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(left).SequenceEqual(JsonMarshal.GetRawUtf8Value(right)));

    /// <summary>
    /// The members of either object that are not written the same in both, which on one side may be missing: those of the
    /// first in their order, then those only the second has. Members of nothing are none.
    /// </summary>
    /// <remarks>
    /// Servers write members in one order, so both are walked side by side; from where they part, names are looked up. So the
    /// time is that of one walk, whatever the objects hold.
    /// </remarks>
    public static IEnumerable<(string Name, JsonElement First, JsonElement Second)> Differing(JsonElement first, JsonElement second)
    {
        var (left, right) = (Members(first), Members(second));
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft && hasRight && JsonMarshal.GetRawUtf8PropertyName(left.Current).SequenceEqual(JsonMarshal.GetRawUtf8PropertyName(right.Current)))
        {
            if (!SameText(left.Current.Value, right.Current.Value)) yield return (left.Current.Name, left.Current.Value, right.Current.Value);
            (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        }

        if (!hasLeft && !hasRight) yield break;
        var others = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        for (; hasRight; hasRight = right.MoveNext()) others[right.Current.Name] = right.Current.Value;
        for (; hasLeft; hasLeft = left.MoveNext())
        {
            var name = left.Current.Name;
            others.Remove(name, out var other);
            if (!SameText(left.Current.Value, other)) yield return (name, left.Current.Value, other);
        }

        foreach (var (name, value) in others) yield return (name, default, value);
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement obj) => obj.ValueKind == JsonValueKind.Object ? obj.EnumerateObject() : default;
}
