namespace GitOpsGuard.Playground.Forge;

/// <summary>Reads unified diffs: what each line is, its first characters say.</summary>
internal static class Diff
{
    /// <summary>A diff as HTML: every line escaped, with a class.</summary>
    public static string ToHtml(string diff) =>
        $"<pre class=\"diff\">{string.Concat(diff.TrimEnd('\n').Split('\n')
            .Select(line => $"<span class=\"{Class(line)}\">{WebUtility.HtmlEncode(line)}</span>"))}</pre>";

    /// <summary>How many lines a diff adds and removes.</summary>
    public static (int Added, int Removed) Count(string diff)
    {
        var classes = diff.Split('\n').CountBy(Class).ToDictionary();
        return (classes.GetValueOrDefault("add"), classes.GetValueOrDefault("del"));
    }

    private static string Class(string line) => line switch
    {
        ['+', '+', '+', ..] or ['-', '-', '-', ..] or ['d', 'i', 'f', 'f', ' ', ..] or ['i', 'n', 'd', 'e', 'x', ' ', ..] => "file",
        ['@', '@', ..] => "hunk",
        ['+', ..] => "add",
        ['-', ..] => "del",
        _ => "same",
    };
}
