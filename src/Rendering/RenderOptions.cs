using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>Bounds of one render. What exceeds one is refused with a <see cref="RenderException"/>.</summary>
public sealed record RenderOptions
{
    /// <summary>The defaults.</summary>
    public static readonly RenderOptions Default = new();

    /// <summary>Bounds of each file.</summary>
    public YamlLimits Yaml { get; init; } = YamlLimits.Default;

    /// <summary>Most manifest files. Default 10,000.</summary>
    public int MaxFiles { get; init; } = 10_000;

    /// <summary>Most entries of all directories together. Default 100,000.</summary>
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>Deepest directory below the path. Default 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Most bytes of all manifest files together. Default 128 MiB.</summary>
    public long MaxTotalBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Most objects. Default 50,000.</summary>
    public int MaxObjects { get; init; } = 50_000;
}
