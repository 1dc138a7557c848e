namespace GitOpsGuard.Playground.Forge;

/// <summary>Reads unified diffs: what each line is, its first characters say.</summary>
internal static class Diff
{
    /// <summary>A diff as HTML: every line escaped, with a class.</summary>
    public static string ToHtml(string diff) => string.Concat(
        Lines(diff).Select(line => Template.Forge.Html("Line", ("class", Class(line)), ("line", line))));

    /// <summary>How many lines a diff adds and removes.</summary>
    public static (int Added, int Removed) Count(string diff) =>
        (Lines(diff).Count(line => Class(line) == "add"), Lines(diff).Count(line => Class(line) == "del"));

    private static string[] Lines(string diff) => diff.TrimEnd('\n').Split('\n');

    private static string Class(string line) => line.Split(' ')[0] switch
    {
        "+++" or "---" or "diff" or "index" => "file",
        "@@" => "hunk",
        ['+', ..] => "add",
        ['-', ..] => "del",
        _ => "same",
    };
}
