using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Comparing and showing JSON values.</summary>
internal static class JsonValues
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Equal trees; numbers by value, members in any order.</summary>
    public static bool Same(JsonNode? a, JsonNode? b)
    {
        using var left = JsonDocument.Parse(a?.ToJsonString() ?? "null", Deep);
        using var right = JsonDocument.Parse(b?.ToJsonString() ?? "null", Deep);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    /// <summary>A value of a record as a tree of its own.</summary>
    public static JsonNode? Node(JsonElement? value) => value is { } element ? JsonNode.Parse(element.GetRawText(), documentOptions: Deep) : null;

    /// <summary>A value in a line of text: strings bare, trees and long values shortened.</summary>
    public static string Short(JsonElement? value)
    {
        if (value is not { } element) return "(none)";
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        text = text.ReplaceLineEndings(" ");
        return text.Length > 60 ? text[..57] + "..." : text.Length == 0 ? "\"\"" : text;
    }
}
