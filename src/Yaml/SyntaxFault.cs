namespace GitOpsGuard.Yaml;

/// <summary>Says in plain words what the parser stumbled over.</summary>
internal static class SyntaxFault
{
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the parser says that the fault begins.</param>
    /// <param name="end">Where it stopped.</param>
    /// <param name="message">Its words.</param>
    public static YamlException Describe(string text, YamlMark start, YamlMark end, string message) =>
        Tab(text, start, end) ?? new(start.Line, start.Column, Words(message));

    /// <summary>A tab in the indentation of the lines of a fault, or of the line behind them.</summary>
    private static YamlException? Tab(string text, YamlMark start, YamlMark end)
    {
        var offset = Math.Clamp(start.Offset, 0, text.Length);
        offset = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        for (var line = start.Line; line <= Math.Max(end.Line, start.Line + 1) && offset < text.Length; line++)
        {
            for (var at = offset; at < text.Length && text[at] is ' ' or '\t'; at++)
                if (text[at] == '\t') return new(line, at - offset + 1, "a tab in the indentation; YAML allows only spaces there");
            var newline = text.IndexOf('\n', offset);
            if (newline < 0) break;
            offset = newline + 1;
        }

        return null;
    }

    private static string Words(string message)
    {
        if (Has("mapping values") || Has("invalid mapping")) return "a ':' where no key can stand; check the indentation, and quote text that holds ': '";
        if (Has("simple key") || Has("expected ':'")) return "a key without ':' or a line that is indented differently from its neighbours";
        if (Has("cannot start any token")) return "a character that cannot begin a value; quote the value";
        if (Has("quoted scalar")) return "a quoted text that does not end, or holds an unknown escape";
        if (Has("block mapping") || Has("block collection") || Has("block sequence")) return "a line that is indented differently from its neighbours";
        if (Has("flow mapping") || Has("flow sequence")) return "a '{' or '[' that is not closed, or a ',' that is missing";
        var plain = message.TrimEnd('.');
        return plain.Length == 0 ? "not valid YAML" : $"not valid YAML: {char.ToLowerInvariant(plain[0])}{plain[1..]}";

        bool Has(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
