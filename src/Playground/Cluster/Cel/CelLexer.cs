namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>Cuts an expression into tokens.</summary>
internal static class CelLexer
{
    private static readonly string[] Signs =
        ["&&", "||", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "<", ">", "+", "-", "*", "/", "%"];

    public static List<CelToken> Read(string text)
    {
        List<CelToken> tokens = [];
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out var end);
            tokens.Add(token);
            at = end;
        }

        tokens.Add(new CelToken(CelTokenKind.End, "", text.Length));
        return tokens;
    }

    private static CelToken Next(string text, int at, out int end)
    {
        var first = text[at];
        if (first is '"' or '\'') return Quoted(text, at, at, raw: false, out end);
        if (first is 'r' or 'R' && at + 1 < text.Length && text[at + 1] is '"' or '\'')
            return Quoted(text, at, at + 1, raw: true, out end);
        if (char.IsAsciiLetter(first) || first == '_')
        {
            end = Span(text, at, static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
            return new CelToken(CelTokenKind.Name, text[at..end], at);
        }

        if (char.IsAsciiDigit(first)) return Number(text, at, out end);
        var sign = Signs.FirstOrDefault(candidate => string.CompareOrdinal(text, at, candidate, 0, candidate.Length) == 0)
            ?? throw new CelException($"unexpected '{first}' at {at}");
        end = at + sign.Length;
        return new CelToken(CelTokenKind.Sign, sign, at);
    }

    private static CelToken Number(string text, int at, out int end)
    {
        end = Span(text, at, char.IsAsciiDigit);
        if (end + 1 >= text.Length || text[end] != '.' || !char.IsAsciiDigit(text[end + 1]))
            return new CelToken(CelTokenKind.Whole, text[at..end], at);
        end = Span(text, end + 1, char.IsAsciiDigit);
        return new CelToken(CelTokenKind.Real, text[at..end], at);
    }

    private static int Span(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at])) at++;
        return at;
    }

    private static CelToken Quoted(string text, int start, int quote, bool raw, out int end)
    {
        var value = new StringBuilder();
        for (var at = quote + 1; at < text.Length; at++)
        {
            if (text[at] == text[quote])
            {
                end = at + 1;
                return new CelToken(CelTokenKind.Text, value.ToString(), start);
            }

            if (text[at] != '\\' || raw) value.Append(text[at]);
            else at = Escape(text, at + 1, value);
        }

        throw new CelException($"text that starts at {start} does not end");
    }

    private static int Escape(string text, int at, StringBuilder value)
    {
        if (at >= text.Length) throw new CelException("an escape at the end of the expression");
        if (text[at] is 'u' or 'x')
        {
            var length = text[at] == 'u' ? 4 : 2;
            if (at + length >= text.Length || !int.TryParse(text.AsSpan(at + 1, length), NumberStyles.HexNumber, null, out var code))
                throw new CelException($"an unreadable escape at {at}");
            value.Append((char)code);
            return at + length;
        }

        value.Append(text[at] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '\\' or '\'' or '"' or '`' or '?' => text[at],
            var other => throw new CelException($"an unknown escape \\{other} at {at}"),
        });
        return at;
    }
}
