using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml;

/// <summary>One document of a text.</summary>
public sealed class YamlDocument
{
    private readonly YamlLimits _limits;

    internal YamlDocument(int index, YamlNode root, YamlMark start, bool isExplicit, YamlLimits limits)
    {
        Index = index;
        Root = root;
        Start = start;
        IsExplicit = isExplicit;
        _limits = limits;
    }

    /// <summary>Place among the text's documents that are not empty, from 0.</summary>
    public int Index { get; }

    /// <summary>Line at which the value begins, from 1.</summary>
    public int Line => Root.Start.Line;

    /// <summary>The value.</summary>
    public YamlNode Root { get; }

    /// <summary>Where the document begins: at its <c>---</c>, or at its value where there is none.</summary>
    public YamlMark Start { get; }

    /// <summary>Whether the document begins with <c>---</c>.</summary>
    public bool IsExplicit { get; }

    /// <summary>The document as Kubernetes reads it.</summary>
    /// <exception cref="YamlException">A value cannot be JSON, or aliases expand past the limit.</exception>
    public JsonNode? ToJson() => new JsonBuilder(_limits).Build(Root);

    /// <summary>The value at a path, aliases and merge keys followed; null where there is none.</summary>
    public YamlNode? Find(params ReadOnlySpan<YamlStep> path)
    {
        var node = Root;
        foreach (var step in path)
        {
            var next = (YamlAlias.Resolve(node), step.Member) switch
            {
                (YamlMapping map, { } name) => map.Members.TryGetValue(name, out var entry) ? entry.Value : null,
                (YamlSequence list, null) when step.Item < list.Items.Count => list.Items[step.Item],
                _ => null,
            };
            if (next is null) return null;
            node = next;
        }

        return node;
    }
}
