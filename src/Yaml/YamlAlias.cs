namespace GitOpsGuard.Yaml;

/// <summary>A reference to an anchored value, <c>*name</c>.</summary>
public sealed class YamlAlias : YamlNode
{
    internal YamlAlias(YamlMark start, YamlMark end, YamlNode target)
        : base(start, end) => Target = target;

    /// <summary>The anchored value; never an alias itself.</summary>
    public YamlNode Target { get; }

    /// <summary>The value that a node stands for.</summary>
    public static YamlNode Resolve(YamlNode node) => node is YamlAlias alias ? alias.Target : node;
}
