namespace GitOpsGuard.Yaml.Splicing;

/// <summary>Lines of a text.</summary>
internal readonly struct TextLines(string text)
{
    /// <summary>Start of the line of an offset.</summary>
    public int StartOf(int offset)
    {
        var start = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        return start == 0 && text.StartsWith('\uFEFF') ? 1 : start;
    }

    /// <summary>End of the line of an offset, before its line break.</summary>
    public int EndOf(int offset)
    {
        var newline = text.IndexOf('\n', offset);
        if (newline < 0) return text.Length;
        return newline > offset && text[newline - 1] == '\r' ? newline - 1 : newline;
    }

    /// <summary>Start of the line behind that of an offset.</summary>
    public int NextOf(int offset)
    {
        var newline = text.IndexOf('\n', offset);
        return newline < 0 ? text.Length : newline + 1;
    }

    /// <summary>Whether only blanks stand before an offset on its line.</summary>
    public bool IsFirst(int offset) => text.AsSpan(StartOf(offset)..offset).Trim(" \t").IsEmpty;

    /// <summary>The line break that the text uses.</summary>
    public string Break => text.IndexOf('\n') is var newline and > 0 && text[newline - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>The text without the lines from that of <paramref name="start"/> to that of <paramref name="end"/>.</summary>
    /// <remarks>When they are the last and the text ends without a line break, the text before loses its own.</remarks>
    /// <param name="start">An offset in the first line.</param>
    /// <param name="end">An offset in the last line.</param>
    /// <param name="keepsBreak">Keeps that line break, where the value before ends with it.</param>
    public string Without(int start, int end, bool keepsBreak)
    {
        var (from, to) = (StartOf(start), NextOf(end));
        if (to == text.Length && !text.EndsWith('\n') && !keepsBreak)
            return text[..(from >= 2 && text[from - 2] == '\r' ? from - 2 : Math.Max(from - 1, 0))];
        return text[..from] + text[to..];
    }

    /// <summary>The text with a part replaced.</summary>
    public string With(int start, int end, string replacement) => string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(end));
}
