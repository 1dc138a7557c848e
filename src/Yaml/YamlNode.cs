namespace GitOpsGuard.Yaml;

/// <summary>A value as it is written in a text, with its place.</summary>
public abstract class YamlNode
{
    private protected YamlNode(YamlMark start, YamlMark end)
    {
        Start = start;
        End = end;
    }

    /// <summary>Where the value begins, its anchor and tag included.</summary>
    public YamlMark Start { get; }

    /// <summary>Just behind the last character of the value. Comments and blank lines that follow are not part of it.</summary>
    public YamlMark End { get; }

    /// <summary>Name of the anchor before the value, without <c>&amp;</c>.</summary>
    public string? Anchor { get; init; }

    /// <summary>Explicit tag, expanded; null without one.</summary>
    public string? Tag { get; init; }
}
