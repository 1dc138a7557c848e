using System.Collections.Immutable;
using System.Text.Json;

namespace GitOpsGuard.Core.Fields;

/// <summary>How the items of a list are told apart: a list map of the Kubernetes API.</summary>
/// <param name="Keys">Members that together name an item, in the order in which paths write them.</param>
/// <param name="Ordered">Whether the order of the items has a meaning beside their keys (init containers, environment).</param>
public sealed record ListMap(ImmutableArray<ListKey> Keys, bool Ordered)
{
    /// <summary>The step that leads to an item; null when the item lacks a key, so that only its place names it.</summary>
    public PathElement.Key? KeyOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object ? KeyOf(name => Text(item, name)) : null;

    /// <summary>The step that leads to an item, from the text of its members.</summary>
    /// <param name="member">Gives the text of a scalar member (a string unquoted), null when it is absent.</param>
    public PathElement.Key? KeyOf(Func<string, string?> member)
    {
        var keys = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(Keys.Length);
        foreach (var key in Keys)
        {
            if ((member(key.Name) ?? key.Default) is not { } value) return null;
            keys.Add(new(key.Name, value));
        }

        return new(keys.MoveToImmutable());
    }

    private static string? Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
    }
}
