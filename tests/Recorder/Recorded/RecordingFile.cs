using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>A recording as a file: made by the tool alone, which its digest shows.</summary>
/// <param name="Scenario">The name of the scenario, <c>area/title</c>.</param>
/// <param name="Server">The version of the server that was recorded.</param>
/// <param name="Exchanges">What was asked and answered.</param>
internal sealed record RecordingFile(string Scenario, string Server, IReadOnlyList<Exchange> Exchanges)
{
    private const string About = "Made by ./record.sh from a real API server. Never edit this file: change its script and record again.";

    public bool Controllers { get; init; }

    /// <summary>The answers of the scenario's webhooks, by name.</summary>
    public JsonObject Webhooks { get; init; } = [];

    public string Namespace => Scenario.Replace('/', '-');

    public static string PathOf(string folder, string scenario) => Path.Combine(folder, $"{scenario}.json");

    /// <summary>The names of all recordings of a folder.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads a recording. Throws <see cref="InvalidDataException"/> when it was edited.</summary>
    public static RecordingFile Read(string folder, string scenario)
    {
        var json = JsonNode.Parse(File.ReadAllText(PathOf(folder, scenario)), documentOptions: Json.Deep)!.AsObject();
        if ((string?)json["digest"] != Digest(json))
            throw new InvalidDataException($"{scenario}.json was edited by hand. Take the edit back, or record it again: ./record.sh {scenario}");
        return new RecordingFile(
            (string)json["scenario"]!,
            (string)json["server"]!,
            [.. json["exchanges"]!.AsArray().Select(exchange => Exchange.FromJson(exchange!.AsObject()))])
        {
            Controllers = (bool?)json["controllers"] ?? false,
            Webhooks = json["webhooks"]?.DeepClone().AsObject() ?? [],
        };
    }

    public void Write(string folder)
    {
        var file = PathOf(folder, Scenario);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, ToText());
    }

    public string ToText()
    {
        var json = new JsonObject { ["about"] = About, ["scenario"] = Scenario, ["server"] = Server };
        if (Controllers) json["controllers"] = true;
        if (Webhooks.Count > 0) json["webhooks"] = Webhooks.DeepClone();
        json["exchanges"] = new JsonArray([.. Exchanges.Select(exchange => (JsonNode)exchange.ToJson())]);
        json["digest"] = Digest(json);
        return Json.Write(json);
    }

    private static string Digest(JsonObject json)
    {
        var content = json.DeepClone().AsObject();
        content.Remove("digest");
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString(Json.Plain))))}";
    }
}
