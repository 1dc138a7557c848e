namespace GitOpsGuard.Yaml;

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(YamlMark start, YamlMark end, IReadOnlyList<YamlNode> items, bool isFlow)
        : base(start, end)
    {
        Items = items;
        IsFlow = isFlow;
    }

    /// <summary>The items in their order.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <summary>Whether it is written <c>[...]</c>.</summary>
    public bool IsFlow { get; }
}
