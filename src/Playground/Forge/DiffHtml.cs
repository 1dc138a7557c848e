namespace GitOpsGuard.Playground.Forge;

/// <summary>A unified diff as HTML: every line escaped, with a class that its first character decides.</summary>
internal static class DiffHtml
{
    public static string Render(string diff)
    {
        var html = new StringBuilder("<pre class=\"diff\">");
        foreach (var line in diff.TrimEnd('\n').Split('\n'))
            html.Append("<span class=\"").Append(Class(line)).Append("\">").Append(WebUtility.HtmlEncode(line)).Append("</span>");
        return html.Append("</pre>").ToString();
    }

    /// <summary>How many lines a diff adds and removes.</summary>
    public static (int Added, int Removed) Count(string diff)
    {
        var classes = diff.Split('\n').Select(Class).ToList();
        return (classes.Count(name => name == "add"), classes.Count(name => name == "del"));
    }

    private static string Class(string line) => line switch
    {
        _ when line.StartsWith("+++", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal) => "file",
        _ when line.StartsWith("diff ", StringComparison.Ordinal) || line.StartsWith("index ", StringComparison.Ordinal) => "file",
        _ when line.StartsWith("@@", StringComparison.Ordinal) => "hunk",
        ['+', ..] => "add",
        ['-', ..] => "del",
        _ => "same",
    };
}
