namespace GitOpsGuard.Yaml.Splicing;

/// <summary>A change cannot be made by editing a few bytes; the message says why in plain words.</summary>
public sealed class SpliceException(int line, string message) : Exception(message)
{
    /// <summary>Line of the value that cannot be edited, from 1.</summary>
    public int Line { get; } = line;
}
