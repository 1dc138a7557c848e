using System.Text;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>
/// What a server draws in an object of the binary form: the resource version of its metadata, whose lengths are then
/// written anew, and UIDs anywhere, whose placeholders are filled up with dots to the length of a UID.
/// </summary>
internal static partial class Wire
{
    private const int Length = 36;
    private const int Delimited = 2;

    // The envelope's content (2), the object's metadata (1), its resource version (6).
    private static readonly int[] VersionPath = [2, 1, 6];
    private static readonly byte[] Magic = [(byte)'k', (byte)'8', (byte)'s', 0];

    /// <summary>Puts placeholders where <paramref name="known"/> has one for a UID or a version.</summary>
    public static string? Keep(string? base64, Func<string, string> known) => Replace(
        base64, known, content => Uid().Replace(content, match => known(match.Value).PadRight(Length, '.')));

    /// <summary>Puts a server's values where placeholders are.</summary>
    public static string? Fill(string? base64, Func<string, string> value) => Replace(base64, value, content =>
    {
        foreach (var match in Placeholders.Any().Matches(content).Where(match => match.Groups["name"].Value == "uid"))
            content = content.Remove(match.Index, Length).Insert(match.Index, value(match.Value));
        return content;
    });

    private static string? Replace(string? base64, Func<string, string> version, Func<string, string> rest)
    {
        if (base64 is null) return null;
        var content = Convert.FromBase64String(base64);
        if (content.AsSpan().StartsWith(Magic)) content = [.. Magic, .. Rewrite(content.AsSpan(Magic.Length), VersionPath, version)];
        return Convert.ToBase64String(Encoding.Latin1.GetBytes(rest(Encoding.Latin1.GetString(content))));
    }

    /// <summary>A message with the text at a path of field numbers changed.</summary>
    private static byte[] Rewrite(ReadOnlySpan<byte> message, ReadOnlySpan<int> path, Func<string, string> change)
    {
        if (path.Length == 0) return Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(message)));
        var written = new List<byte>();
        for (var at = 0; at < message.Length;)
        {
            var start = at;
            var tag = Number(message, ref at);
            if ((tag & 7) != Delimited)
            {
                at = (tag & 7) switch { 0 => AfterNumber(message, at), 1 => at + 8, _ => at + 4 };
                written.AddRange(message[start..at]);
                continue;
            }

            var length = (int)Number(message, ref at);
            var content = message.Slice(at, length);
            at += length;
            if ((int)(tag >> 3) != path[0])
            {
                written.AddRange(message[start..at]);
                continue;
            }

            var changed = Rewrite(content, path[1..], change);
            AddNumber(written, tag);
            AddNumber(written, (ulong)changed.Length);
            written.AddRange(changed);
        }

        return [.. written];
    }

    private static ulong Number(ReadOnlySpan<byte> message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }
    }

    private static int AfterNumber(ReadOnlySpan<byte> message, int at)
    {
        Number(message, ref at);
        return at;
    }

    private static void AddNumber(List<byte> written, ulong number)
    {
        for (; number >= 0x80; number >>= 7) written.Add((byte)(number | 0x80));
        written.Add((byte)number);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();
}
