using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml;

/// <summary>Turns nodes into JSON, following aliases and merge keys within a bound.</summary>
internal sealed class JsonBuilder(YamlLimits limits)
{
    private int _nodes;

    public JsonNode? Build(YamlNode node) => Build(node, depth: 0);

    private JsonNode? Build(YamlNode node, int depth)
    {
        if (++_nodes > limits.MaxNodes)
            throw YamlException.At(node.Start, $"the document expands to more than {limits.MaxNodes} values");
        if (depth > limits.MaxDepth)
            throw YamlException.At(node.Start, $"aliases nest deeper than {limits.MaxDepth} levels");
        switch (YamlAlias.Resolve(node))
        {
            case YamlMapping map:
                var members = new JsonObject();
                foreach (var (name, entry) in map.Members) members[name] = Build(entry.Value, depth + 1);
                return members;
            case YamlSequence list:
                var items = new JsonArray();
                foreach (var item in list.Items) items.Add(Build(item, depth + 1));
                return items;
            case YamlScalar scalar:
                return scalar.ToJson();
            default:
                throw new InvalidOperationException($"a node of type {node.GetType().Name}");
        }
    }
}
