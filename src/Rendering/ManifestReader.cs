using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>Reads the objects of one document and checks what every object needs.</summary>
internal sealed class ManifestReader
{
    private readonly string _file;
    private readonly YamlDocument _document;
    private readonly List<Manifest> _manifests;

    private ManifestReader(string file, YamlDocument document, List<Manifest> manifests)
    {
        _file = file;
        _document = document;
        _manifests = manifests;
    }

    public static void Read(string file, YamlDocument document, List<Manifest> manifests) =>
        new ManifestReader(file, document, manifests).Read(document.Root, document.ToJson(), []);

    private void Read(YamlNode node, JsonNode? json, YamlStep[] place)
    {
        if (json is not JsonObject obj)
            throw Invalid(node, "a Kubernetes object (a map with apiVersion, kind and metadata) is expected here; a file that is no manifest must not end in .yaml, .yml or .json below the path");
        var apiVersion = Text(node, obj, "apiVersion");
        var kind = Text(node, obj, "kind");
        if (kind.EndsWith("List", StringComparison.Ordinal) && obj.TryGetPropertyValue("items", out var items) && items is JsonArray or null) ReadItems(obj, place);
        else _manifests.Add(Manifest(node, obj, ObjectIdentity.GroupOf(apiVersion), kind, place));
    }

    /// <summary>The items are detached, so that each object is a tree of its own.</summary>
    private void ReadItems(JsonObject list, YamlStep[] place)
    {
        if (list["items"] is not JsonArray items) return;
        var objects = items.ToArray();
        items.Clear();
        for (var i = 0; i < objects.Length; i++)
        {
            YamlStep[] below = [.. place, "items", i];
            Read(_document.Find(below)!, objects[i], below);
        }
    }

    private Manifest Manifest(YamlNode node, JsonObject obj, string group, string kind, YamlStep[] place)
    {
        if (obj["metadata"] is not JsonObject metadata)
            throw Invalid(node, $"{kind} has no metadata; add metadata.name");
        if (!metadata.ContainsKey("name") && metadata.ContainsKey("generateName"))
            throw Invalid(node, $"{kind} has metadata.generateName; an object in Git needs a metadata.name of its own");
        var name = Text(node, metadata, "name", kind, "metadata");
        var ns = metadata["namespace"] is null ? "" : Text(node, metadata, "namespace", kind, "metadata");
        return new(obj, new(_file, _document.Index, node.Start.Line), DeclaredLines.Of(node, group, kind))
        {
            Identity = new(group, kind, ns, name),
            Place = place,
        };
    }

    private string Text(YamlNode node, JsonObject obj, string member, string? kind = null, string? parent = null)
    {
        var path = parent is null ? member : $"{parent}.{member}";
        var subject = kind is null ? "the object" : $"{kind} at this place";
        switch (obj[member])
        {
            case JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0:
                return text;
            case null:
                throw Invalid(node, $"{subject} has no {path}; add it");
            case JsonValue value when !value.TryGetValue<string>(out _):
                throw Invalid(node, $"{path} is {value.ToJsonString()}, not text; put it in quotes");
            default:
                throw Invalid(node, $"{path} must be text that is not empty");
        }
    }

    private RenderException Invalid(YamlNode node, string problem) => new(RenderFault.Invalid, _file, node.Start.Line, problem);
}
