namespace GitOpsGuard.Yaml;

/// <summary>Bounds against hostile input. What exceeds one is refused with a <see cref="YamlException"/>.</summary>
public sealed record YamlLimits
{
    /// <summary>The defaults.</summary>
    public static readonly YamlLimits Default = new();

    /// <summary>Longest text, in bytes. Default 8 MiB.</summary>
    public int MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Deepest nesting of maps and lists. Default 64, what JSON readers of .NET take.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Most values in one document after aliases and merge keys are expanded. Default 500,000.</summary>
    public int MaxNodes { get; init; } = 500_000;

    /// <summary>Most documents in one text. Default 10,000.</summary>
    public int MaxDocuments { get; init; } = 10_000;
}
