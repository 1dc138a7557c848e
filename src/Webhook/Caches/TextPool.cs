using System.Text.Json;

namespace GitOpsGuard.Webhook.Caches;

/// <summary>One copy of each text that recurs, such as kinds, namespaces and paths of fields. Not for concurrent use.</summary>
internal sealed class TextPool
{
    private const int MostTexts = 100_000;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The text; empty when the value is no string.</summary>
    internal string Of(JsonElement value) => value.ValueKind == JsonValueKind.String ? Of(value.GetString()!) : "";

    /// <summary>The copy of a text that is kept.</summary>
    internal string Of(string text)
    {
        if (_texts.TryGetValue(text, out var known)) return known;
        if (_texts.Count >= MostTexts) _texts.Clear();
        _texts.Add(text);
        return text;
    }
}
