using System.Text.Json;

namespace GitOpsGuard.Core;

/// <summary>Reading JSON trees where members may be missing or of another type: nothing here throws on a strange tree.</summary>
public static class Json
{
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

    /// <summary>A text below several members; empty when it is missing or no string.</summary>
    public static string TextAt(JsonElement obj, params ReadOnlySpan<string> path) =>
        At(obj, path) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>Whether there is an object, list or scalar: neither undefined nor null.</summary>
    public static bool Exists(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

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

    /// <summary>Names of the members of either object: those of the first in their order, then those only the second has.</summary>
    public static IEnumerable<string> MemberNames(JsonElement first, JsonElement second)
    {
        if (first.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in first.EnumerateObject()) yield return member.Name;
        }

        if (second.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in second.EnumerateObject())
        {
            if (first.ValueKind != JsonValueKind.Object || !first.TryGetProperty(member.Name, out _)) yield return member.Name;
        }
    }
}
