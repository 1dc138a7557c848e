using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>Writes scalars so that Kubernetes, and other readers of YAML, read what is meant.</summary>
internal static partial class ScalarText
{
    /// <summary>A scalar on one line.</summary>
    /// <param name="value">Null, a boolean, a number or a string.</param>
    /// <param name="style">The style wished for.</param>
    /// <param name="inFlow">Whether it stands within <c>{}</c> or <c>[]</c>.</param>
    public static string Write(JsonNode? value, YamlScalarStyle style, bool inFlow)
    {
        if (value is null) return "null";
        if (value.GetValueKind() != JsonValueKind.String) return value.ToJsonString();
        var text = value.GetValue<string>();
        if (style is YamlScalarStyle.DoubleQuoted || !text.All(IsPrintable)) return Double(text);
        if (style is YamlScalarStyle.SingleQuoted) return $"'{text.Replace("'", "''")}'";
        return IsPlain(text, inFlow) ? text : Double(text);
    }

    /// <summary>Whether a text can be a block after <c>|</c> without an indentation indicator.</summary>
    public static bool CanBeLiteral(string text) =>
        text.Contains('\n') && text[0] is not (' ' or '\t' or '\n') && text.All(c => c is '\n' or '\t' || IsPrintable(c));

    /// <summary>A block after <c>|</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Blanks before each line.</param>
    /// <param name="headerTail">What stands behind the indicator, such as a comment.</param>
    /// <param name="lineBreak">The line break to use.</param>
    public static string Literal(string text, int indent, string headerTail, string lineBreak)
    {
        var trailing = text.Length - text.TrimEnd('\n').Length;
        var written = new StringBuilder("|").Append(trailing switch { 0 => "-", 1 => "", _ => "+" }).Append(headerTail);
        foreach (var line in (trailing > 0 ? text[..^1] : text).Split('\n'))
        {
            written.Append(lineBreak);
            if (line.Length > 0) written.Append(' ', indent).Append(line);
        }

        return written.ToString();
    }

    private static bool IsPlain(string text, bool inFlow)
    {
        if (text.Length == 0 || GoScalar.Plain(text) is not GoScalar.Text || OtherReaders().IsMatch(text)) return false;
        if (text[0] == ' ' || text[^1] is ' ' or ':' || text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal)) return false;
        if (text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] == ' ')) return false;
        if (text[0] is '?' or ':' && inFlow) return false;
        if ("#&*!|>'\"%@`,[]{}=<".Contains(text[0])) return false;
        return !text.Contains(": ") && !text.Contains(" #") && (!inFlow || text.IndexOfAny([',', '[', ']', '{', '}', ':']) < 0);
    }

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~' or >= '\u00a0' and not ('\ufeff' or '\u2028' or '\u2029') && !char.IsSurrogate(c);

    private static string Double(string text)
    {
        var written = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) written.Append(c).Append(text[++i]);
            else if (c is '"' or '\\') written.Append('\\').Append(c);
            else if (c == '\n') written.Append("\\n");
            else if (c == '\t') written.Append("\\t");
            else if (c == '\r') written.Append("\\r");
            else if (IsPrintable(c)) written.Append(c);
            else written.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return written.Append('"').ToString();
    }

    /// <summary>Texts that Kubernetes leaves alone but other readers take for times, dates or numbers of base 60.</summary>
    [GeneratedRegex("^([0-9]+(:[0-9]+)+(\\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+.]?[0-9][0-9_.]*|0[xob].*|[-+]?\\.?[0-9].*[eE][-+]?[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherReaders();
}
