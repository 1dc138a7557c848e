namespace GitOpsGuard.Yaml;

/// <summary>A text is no YAML that Kubernetes would read. The message is plain words without the place.</summary>
public sealed class YamlException(int line, int column, string message) : Exception(message)
{
    /// <summary>Line of the fault, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column of the fault, from 1.</summary>
    public int Column { get; } = column;

    internal static YamlException At(YamlMark mark, string message) => new(mark.Line, mark.Column, message);
}
