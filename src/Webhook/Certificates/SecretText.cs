using System.Text;
using System.Text.Json;
using GitOpsGuard.Core;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>Texts in the data of a Secret.</summary>
internal static class SecretText
{
    /// <summary>The text of a key; empty when it is missing or not in base64.</summary>
    internal static string Of(JsonElement data, string key)
    {
        var text = Json.Text(data, key);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    /// <summary>A text as a Secret holds it.</summary>
    internal static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
