using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>What a server answered.</summary>
internal sealed record RecordedAnswer(int Code)
{
    /// <summary>The media type with its parameters.</summary>
    public string? ContentType { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The content: JSON, or its text where it is none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>The events of a watch; null where the answer is none.</summary>
    public JsonArray? Events { get; init; }

    /// <summary>The content as JSON, or as a text where it is none.</summary>
    public static JsonNode? Read(byte[] content)
    {
        if (content.Length == 0) return null;
        try
        {
            return Distribution.Strip(JsonNode.Parse(content, documentOptions: Json.Deep));
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(content);
        }
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = Code };
        if (ContentType is not null) json["type"] = ContentType;
        if (Warnings.Count > 0) json["warnings"] = new JsonArray([.. Warnings.Select(warning => (JsonNode)warning)]);
        if (Body is not null) json["body"] = Body.DeepClone();
        if (Events is not null) json["events"] = Events.DeepClone();
        return json;
    }

    public static RecordedAnswer FromJson(JsonObject json) => new((int)json["code"]!)
    {
        ContentType = (string?)json["type"],
        Warnings = json["warnings"]?.AsArray().Select(warning => (string)warning!).ToArray() ?? [],
        Body = json["body"]?.DeepClone(),
        Events = json["events"]?.DeepClone().AsArray(),
    };
}
