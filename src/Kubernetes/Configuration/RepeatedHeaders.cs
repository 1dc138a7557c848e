using System.Net;
using System.Text;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// Sends a header that has several values on several lines. .NET writes them on one, with commas between; an API server takes
/// that for one value, so that somebody of two groups would be impersonated as of one with a strange name.
/// </summary>
/// <remarks>
/// Values are joined by a character that none of them may hold, and that is written as a line break and the name again. HTTP/2
/// has no lines, so such a request goes over HTTP/1.1.
/// </remarks>
internal static class RepeatedHeaders
{
    private const char Joint = '\uF8FF';

    /// <summary>Joins the values of headers for impersonation; all others hold one value each.</summary>
    public static void Join(HttpRequestMessage request)
    {
        var repeated = request.Headers.NonValidated
            .Where(h => h.Value.Count > 1 && h.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
            .Select(h => (Name: h.Key, Values: h.Value.ToArray()))
            .ToList();
        foreach (var (name, values) in repeated)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, string.Join(Joint, values));
            request.Version = HttpVersion.Version11;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
    }

    /// <summary>Whether a value can be told apart from others beside it.</summary>
    public static bool CanHold(string value) => !value.Any(c => c == Joint || char.IsControl(c));

    /// <summary>How the values of a header are written. Names to impersonate may hold any letters; servers read UTF-8.</summary>
    public static Encoding EncodingOf(string name) =>
        name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase) ? new LineEncoding(name) : Encoding.UTF8;

    private sealed class LineEncoding(string name) : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(Lines(chars, index, count));

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
        {
            var lines = Lines(chars, charIndex, charCount);
            return UTF8.GetBytes(lines, 0, lines.Length, bytes, byteIndex);
        }

        public override int GetCharCount(byte[] bytes, int index, int count) => UTF8.GetCharCount(bytes, index, count);

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
            UTF8.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

        public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount * (name.Length + 4));

        public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

        private string Lines(char[] chars, int index, int count) =>
            new string(chars, index, count).Replace($"{Joint}", $"\r\n{name}: ", StringComparison.Ordinal);
    }
}
