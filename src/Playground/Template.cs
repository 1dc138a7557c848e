namespace GitOpsGuard.Playground;

/// <summary>
/// Objects as YAML in a resource of this program, each under its name. A text <c>$name</c> becomes the value that is given for the
/// name, whatever its type, or goes away with its key when that is null; within a longer text it becomes its text.
/// </summary>
internal sealed partial class Template
{
    private readonly JsonObject _all;

    private Template(string resource) => _all = (JsonObject)YamlFile.Parse(Read(resource)).Documents[0].ToJson()!;

    /// <summary>What the node simulator writes.</summary>
    public static Template Nodes { get; } = new("nodes.yaml");

    /// <summary>What the forge answers and accepts.</summary>
    public static Template Forge { get; } = new("forge.yaml");

    /// <summary>What the embedded API server answers beside objects.</summary>
    public static Template Answers { get; } = new("answers.yaml");

    /// <summary>What every live namespace holds.</summary>
    public static Template Namespaces { get; } = new("namespaces.yaml");

    /// <summary>What sets a cluster up.</summary>
    public static Template ControlPlane { get; } = new("control-plane.yaml");

    /// <summary>How the chart is installed.</summary>
    public static Template Installation { get; } = new("installation.yaml");

    /// <summary>The text of a resource of this program, with values in it.</summary>
    public static string Text(string resource, params IReadOnlyList<(string Name, JsonNode? Value)> values) =>
        Fill(Read(resource), Named(values)).Text()!;

    /// <summary>An object with values in it; those that it does not name are left out.</summary>
    public JsonObject Fill(string name, params IReadOnlyList<(string Name, JsonNode? Value)> values) =>
        (JsonObject)Fill(_all[name], Named(values))!;

    /// <summary>A text with values in it, escaped as HTML but for those whose name ends with Html.</summary>
    public string Html(string name, params IReadOnlyList<(string Name, string Value)> values) => Fill(_all[name], Named(values.Select(
        value => (value.Name, (JsonNode?)(IsHtml(value.Name) ? value.Value : WebUtility.HtmlEncode(value.Value)))))).Text()!;

    /// <summary>The objects of a list.</summary>
    public IEnumerable<JsonObject> List(string name) => _all.Items(name).OfType<JsonObject>();

    /// <summary>The texts of a list, with values in them.</summary>
    public IEnumerable<string> Texts(string name, params IReadOnlyList<(string Name, JsonNode? Value)> values) =>
        Fill(_all[name], Named(values)).Texts();

    /// <summary>The commands of a list, with values in them.</summary>
    public IEnumerable<IReadOnlyList<string>> Commands(string name, params IReadOnlyList<(string Name, JsonNode? Value)> values) =>
        Fill(_all[name], Named(values)).Items().Select(words => words.Texts().ToList());

    private static bool IsHtml(string name) => name.EndsWith("Html", StringComparison.Ordinal);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(Template).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static Dictionary<string, JsonNode?> Named(IEnumerable<(string Name, JsonNode? Value)> values) =>
        values.ToDictionary(value => value.Name, value => value.Value);

    private static JsonNode? Fill(JsonNode? node, Dictionary<string, JsonNode?> values) => node switch
    {
        JsonObject map => new JsonObject(map
            .Where(member => !IsPlaceholder(member.Value, out var name) || values[name] is not null)
            .Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, values)))),
        JsonArray list => new JsonArray([.. list.Select(item => Fill(item, values))]),
        _ when IsPlaceholder(node, out var name) => values[name]?.DeepClone(),
        _ when node.Text() is { } text => Placeholder().Replace(text, found => $"{values[found.Value[1..]]}"),
        _ => node?.DeepClone(),
    };

    private static bool IsPlaceholder(JsonNode? node, out string name)
    {
        var found = Placeholder().Match(node.Text() ?? "");
        name = found.Success ? found.Value[1..] : "";
        return found.Success && found.Length == node.Text()!.Length;
    }

    [GeneratedRegex(@"\$[a-z]\w*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
