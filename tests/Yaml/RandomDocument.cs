using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Yaml.Splicing;

namespace GitOpsGuard.Yaml.Tests;

/// <summary>A random tree written in a random layout.</summary>
internal sealed class RandomDocument
{
    private static readonly string[] Texts = ["x", "web", "nginx:1.25", "yes", "3", "a b", "it's", "#c", "two\nlines\n", "no\nend", "- x", "k: v", "", "true", "1e3", "{}", " lead", "tail ", "ends:", "\"q\"", "2020-01-01", "é", "a #b", "|", "*x", "/bin/sh -c 'x'"];

    private readonly Random _random;
    private readonly StringBuilder _written = new();
    private readonly int _step;
    private readonly int _listStep;
    private bool _endsInBlock;

    public RandomDocument(Random random)
    {
        _random = random;
        _step = random.Next(1, 5);
        _listStep = random.Next(0, 3);
        Root = random.Next(20) == 0 ? new JsonArray(Tree(random, 3), Tree(random, 2)) : Map(random, 4);
        Noise(0);
        if (random.Next(3) == 0) _written.Append("---\n");
        if (random.Next(8) == 0) _written.Append(Flow(Root)).Append('\n');
        else Block(Root, 0, first: false);
        Noise(0);
        var text = _written.ToString();
        if (random.Next(4) == 0 && !_endsInBlock) text = text.TrimEnd('\n');
        if (random.Next(3) == 0) text = text.Replace("\n", "\r\n");
        if (random.Next(6) == 0) text = "\uFEFF" + text;
        Text = text;
        Assert.True(YamlSplice.Same(Root, YamlFile.Parse(text).Documents[0].ToJson()), text);
    }

    public JsonNode Root { get; }

    public string Text { get; }

    public static JsonNode? Scalar(Random random) => random.Next(5) switch
    {
        0 => random.Next(1000),
        1 => random.Next(2) == 0,
        2 => random.Next(4) == 0 ? null : JsonValue.Create(random.Next(100) / 8.0),
        _ => Texts[random.Next(Texts.Length)],
    };

    public static JsonNode? Tree(Random random, int depth)
    {
        if (depth == 0 || random.Next(3) == 0) return Scalar(random);
        if (random.Next(2) == 0) return Map(random, depth);
        var list = new JsonArray();
        for (var n = random.Next(4); n > 0; n--) list.Add(Tree(random, depth - 1));
        return list;
    }

    public IEnumerable<YamlStep[]> Paths() => Below(Root, []);

    public JsonNode? At(YamlStep[] path) =>
        path.Aggregate((JsonNode?)Root, (node, step) => step.Member is { } name ? node![name] : node![step.Item]);

    public void AssertChanged(string result, YamlStep[] path, JsonNode? value, bool set)
    {
        var wanted = Root.DeepClone();
        var parent = path[..^1].Aggregate(wanted, (node, step) => step.Member is { } name ? node![name]! : node![step.Item]!);
        if (set && path[^1].Member is { } member) parent[member] = value?.DeepClone();
        else if (set) parent[path[^1].Item] = value?.DeepClone();
        else if (path[^1].Member is { } gone) ((JsonObject)parent).Remove(gone);
        else ((JsonArray)parent).RemoveAt(path[^1].Item);
        Assert.True(YamlSplice.Same(wanted, YamlFile.Parse(result).Documents[0].ToJson()), result);
    }

    /// <summary>Lines outside those of the value at a path (and of its key) are the same, in the same order.</summary>
    public void AssertOtherLines(string result, YamlStep[] path)
    {
        var (first, last) = Span(path);
        var before = Text.Split('\n');
        var after = result.Split('\n');
        Assert.Equal(before[..(first - 1)], after[..Math.Min(first - 1, after.Length)]);
        var tail = before[last..];
        if (tail.Length == 0) return;
        Assert.Equal(tail, after[Math.Max(after.Length - tail.Length, 0)..]);
    }

    private (int First, int Last) Span(YamlStep[] path)
    {
        var document = YamlFile.Parse(Text).Documents[0];
        var node = document.Find(path)!;
        var first = node.Start.Line;
        if (path.Length > 0 && document.Find(path.AsSpan()[..^1]) is YamlMapping parent) first = parent.Own(path[^1].Member!)!.Key.Start.Line;
        else if (path.Length > 0) first = document.Find(path.AsSpan()[..^1])!.Start.Line;
        return (first, node.End.Line);
    }

    private static JsonObject Map(Random random, int depth)
    {
        var map = new JsonObject();
        string[] keys = ["a", "b", "replicas", "on", "x/y", "1", "name", "k: v", "é"];
        for (var n = random.Next(5); n > 0; n--) map[keys[random.Next(keys.Length)]] = Tree(random, depth - 1);
        return map;
    }

    private static IEnumerable<YamlStep[]> Below(JsonNode? node, YamlStep[] at)
    {
        yield return at;
        if (node is JsonObject map)
            foreach (var (name, value) in map) foreach (var path in Below(value, [.. at, name])) yield return path;
        if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++) foreach (var path in Below(list[i], [.. at, i])) yield return path;
    }

    private void Block(JsonNode? node, int indent, bool first)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                foreach (var (name, value) in map)
                {
                    if (!first) Noise(indent);
                    Indent(indent, first).Append(Flow(name)).Append(':');
                    Value(value, indent, value is JsonArray ? _listStep : _step);
                    first = false;
                }

                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    if (!first) Noise(indent);
                    Indent(indent, first).Append('-');
                    first = false;
                    if (item is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && _random.Next(4) > 0)
                    {
                        _written.Append(' ');
                        Block(item, indent + 2, first: true);
                    }
                    else Value(item, indent, 2);
                }

                break;
            default:
                Indent(indent, first).Append(Flow(node)).Append('\n');
                break;
        }
    }

    private void Value(JsonNode? value, int indent, int below)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && _random.Next(5) > 0)
        {
            Comment();
            Block(value, indent + below, first: false);
        }
        else if (value is null && _random.Next(2) == 0) Comment();
        else if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text) && ScalarText.CanBeLiteral(text) && _random.Next(2) == 0)
        {
            _endsInBlock = true;
            _written.Append(' ').Append(ScalarText.Literal(text, indent + Math.Max(below, 1), _random.Next(3) == 0 ? " # block" : "", "\n")).Append('\n');
        }
        else
        {
            _written.Append(' ').Append(Flow(value));
            Comment();
        }
    }

    private string Flow(JsonNode? value) => value switch
    {
        JsonObject map => "{" + string.Join(", ", map.Select(m => $"{Flow(m.Key)}: {Flow(m.Value)}")) + "}",
        JsonArray list => "[" + string.Join(_random.Next(2) == 0 ? "," : ", ", list.Select(Flow)) + "]",
        _ => ScalarText.Write(value, (YamlScalarStyle)_random.Next(3), inFlow: true),
    };

    private StringBuilder Indent(int indent, bool first) => first ? _written : _written.Append(' ', indent);

    private void Comment() => _written.Append(_random.Next(4) == 0 ? "  # note: x" : "").Append('\n');

    private void Noise(int indent)
    {
        if (_random.Next(6) == 0) _written.Append(' ', indent).Append("# comment: {x\n");
        if (_random.Next(8) == 0) _written.Append('\n');
    }
}
