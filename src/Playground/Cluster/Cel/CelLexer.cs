namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>What a piece of an expression is.</summary>
internal enum CelTokenKind { Name, Number, Text, Sign, End }

/// <summary>A piece of an expression and where it starts.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int At);

/// <summary>Cuts an expression into tokens.</summary>
internal static partial class CelLexer
{
    public static List<CelToken> Read(string text)
    {
        List<CelToken> tokens = [];
        for (var at = Space().Match(text).Length; at < text.Length;)
        {
            var match = Token().Match(text, at);
            if (!match.Success) throw new CelException(
                $"ERROR: <input>:1:{at + 1}: Syntax error: token recognition error at: '{text[at]}'\n | {text}\n | {new string('.', at)}^");
            var kind = Enum.GetValues<CelTokenKind>().First(kind => kind == CelTokenKind.End || match.Groups[kind.ToString()].Success);
            tokens.Add(new CelToken(kind, kind == CelTokenKind.Text ? Unquoted(match) : match.Groups[kind.ToString()].Value, at));
            at += match.Length;
        }

        tokens.Add(new CelToken(CelTokenKind.End, "", text.Length));
        return tokens;
    }

    private static string Unquoted(Match match)
    {
        var inner = match.Groups["Text"].Value[1..^1];
        if (match.Groups["raw"].Success) return inner;
        try
        {
            return Regex.Unescape(inner);
        }
        catch (ArgumentException)
        {
            throw new CelException($"an unreadable escape in {match.Value} at {match.Index}");
        }
    }

    [GeneratedRegex(@"\G\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();

    [GeneratedRegex(
        """\G(?:(?<raw>[rR])?(?<Text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<Number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)""" +
        """|(?<Name>[A-Za-z_]\w*)|(?<Sign>&&|\|\||[=!<>]=|[-+*/%<>()\[\]{}.,:?!]))\s*""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
