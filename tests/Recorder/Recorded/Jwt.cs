using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>A service account's token as what it says, with its moments told from the one at which it was issued.</summary>
internal static partial class Jwt
{
    /// <summary>The claims of a text that is a token; null for any other text.</summary>
    public static JsonObject? Read(string text)
    {
        if (!Shape().IsMatch(text)) return null;
        try
        {
            var parts = text.Split('.');
            var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject();
            header.Remove("kid");
            var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
            Tell(claims);
            return new JsonObject { ["header"] = header, ["claims"] = claims };
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }

    private static void Tell(JsonObject claims)
    {
        if (claims["iat"] is not { } issued) return;
        var start = (long)issued;
        foreach (var name in new[] { "exp", "nbf", "iat" })
        {
            if (claims[name] is { } moment) claims[name] = $"iat+{(long)moment - start}";
        }
    }

    [GeneratedRegex(@"^eyJ[\w-]+\.[\w-]+\.[\w-]+$")]
    private static partial Regex Shape();
}
