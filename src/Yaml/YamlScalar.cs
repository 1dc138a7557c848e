using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml;

/// <summary>A scalar.</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(YamlMark start, YamlMark end, string text, YamlScalarStyle style)
        : base(start, end)
    {
        Text = text;
        Style = style;
    }

    /// <summary>The text that quotes, escapes and folding stand for.</summary>
    public string Text { get; }

    /// <summary>The value as Kubernetes reads it.</summary>
    /// <exception cref="YamlException">The value cannot be JSON.</exception>
    public JsonNode? ToJson() => GoScalar.Resolve(this).ToJson(this);

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; }
}
