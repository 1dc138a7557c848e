using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Takes secrets out of texts that others wrote and people will read.</summary>
internal static partial class Redaction
{
    private const string Mark = "***";

    /// <summary>Values shorter than this hide nothing and occur in any sentence.</summary>
    private const int ShortestSecret = 3;

    /// <summary>A text longer than this is not searched to its end, and so cut here.</summary>
    private const int LongestSearched = 64 * 1024;

    private const int LongestTold = 8 * 1024;

    /// <summary>
    /// The text without what looks like a credential: a password in a URL, a signed token, a private key. Cut at 8 KiB.
    /// </summary>
    public static string Clean(string text)
    {
        try
        {
            text = Search(text.Length > LongestSearched ? text[..LongestSearched] : text);
            return text.Length > LongestTold ? $"{text[..LongestTold]}…" : text;
        }
        catch (RegexMatchTimeoutException)
        {
            return "A message that could not be searched for credentials in time was left out.";
        }
    }

    private static string Search(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal)) text = UserInfo().Replace(text, $"${{scheme}}{Mark}@");
        if (text.Contains("eyJ", StringComparison.Ordinal)) text = SignedToken().Replace(text, Mark);
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal)) text = PrivateKey().Replace(text, Mark);
        return text;
    }

    /// <summary>The text without any of the values.</summary>
    public static string Without(string text, IEnumerable<string> values)
    {
        foreach (var value in values) text = text.Replace(value, Mark, StringComparison.Ordinal);
        return text;
    }

    /// <summary>The values that a request to write a Secret carries, as they are and decoded, the longest first.</summary>
    public static IReadOnlyList<string> SecretValues(ApiRequest request)
    {
        if (request.Body is null || request.Resource != BuiltInResources.Secrets) return [];
        var values = new HashSet<string>(StringComparer.Ordinal);
        if (request.Body is JsonArray operations)
        {
            foreach (var operation in operations) Collect(operation?["value"], values);
        }
        else
        {
            Collect(request.Body["data"], values);
            Collect(request.Body["stringData"], values);
            Collect(request.Body["metadata"]?["annotations"], values);
        }

        return [.. values.Where(v => v.Length >= ShortestSecret).OrderByDescending(v => v.Length)];
    }

    private static void Collect(JsonNode? node, HashSet<string> values)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members) Collect(value, values);
                break;
            case JsonArray items:
                foreach (var item in items) Collect(item, values);
                break;
            case JsonValue value:
                var text = value.ToString();
                values.Add(text);
                values.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
                if (Decoded(text) is { } decoded) values.Add(decoded);
                break;
        }
    }

    private static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    [GeneratedRegex(@"(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,30}://)[^/\s@""']+@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SignedToken();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PrivateKey();
}
