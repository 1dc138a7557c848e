namespace GitOpsGuard.Yaml;

/// <summary>How a scalar is written.</summary>
public enum YamlScalarStyle
{
    /// <summary>Bare.</summary>
    Plain,

    /// <summary>Within <c>'</c>.</summary>
    SingleQuoted,

    /// <summary>Within <c>"</c>.</summary>
    DoubleQuoted,

    /// <summary>A block after <c>|</c>.</summary>
    Literal,

    /// <summary>A block after <c>&gt;</c>.</summary>
    Folded,
}
