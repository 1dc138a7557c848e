using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Reads the first document of a kubeconfig into a tree whose scalars are all strings, or null.</summary>
internal sealed class YamlTree
{
    private const int DeepestNesting = 32;

    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];

    private YamlTree(TextReader text) => _parser = new Parser(text);

    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static JsonNode? Read(TextReader text) => new YamlTree(text).ReadDocument();

    private JsonNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        return _parser.TryConsume<DocumentStart>(out _) ? ReadNode(0) : null;
    }

    private JsonNode? ReadNode(int depth)
    {
        if (depth > DeepestNesting) throw new YamlException(_parser.Current!.Start, _parser.Current.End, "Nested too deeply.");
        if (_parser.TryConsume<AnchorAlias>(out var alias)) return _anchors.GetValueOrDefault(alias.Value)?.DeepClone();
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        JsonNode? node;
        if (_parser.TryConsume<MappingStart>(out _)) node = ReadMapping(depth);
        else if (_parser.TryConsume<SequenceStart>(out _)) node = ReadSequence(depth);
        else node = ReadScalar();
        if (!anchor.IsEmpty) _anchors[anchor] = node;
        return node;
    }

    private JsonObject ReadMapping(int depth)
    {
        var mapping = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>().Value;
            mapping[key] = ReadNode(depth + 1);
        }

        return mapping;
    }

    private JsonArray ReadSequence(int depth)
    {
        var sequence = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _)) sequence.Add(ReadNode(depth + 1));
        return sequence;
    }

    private JsonValue? ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } ? null : JsonValue.Create(scalar.Value);
    }
}
