using System.Text;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>
/// UIDs in content of a binary form, where a text cannot change its length: a placeholder is filled up with dots to that
/// of a UID.
/// </summary>
internal static partial class Wire
{
    private const int Length = 36;

    /// <summary>Puts placeholders where <paramref name="known"/> knows one for a UID.</summary>
    public static string? Keep(string? base64, Func<string, string> known) =>
        Replace(base64, content => Uid().Replace(content, match => known(match.Value).PadRight(Length, '.')));

    /// <summary>Puts a server's UIDs where placeholders are.</summary>
    public static string? Fill(string? base64, Func<string, string> value) => Replace(base64, content =>
    {
        foreach (Match match in Placeholders.Any().Matches(content))
            content = content.Remove(match.Index, Length).Insert(match.Index, value(match.Value));
        return content;
    });

    private static string? Replace(string? base64, Func<string, string> change) =>
        base64 is null ? null : Convert.ToBase64String(Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(Convert.FromBase64String(base64)))));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();
}
