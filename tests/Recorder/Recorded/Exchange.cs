using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>A request and its answer.</summary>
internal sealed record Exchange(string Step, RecordedRequest Request, RecordedAnswer Answer)
{
    /// <summary>Whether it was repeated until this answer came, since the server works towards it on its own.</summary>
    public bool Until { get; init; }

    /// <summary>The parts of the answer that are kept; all of it when empty.</summary>
    public IReadOnlyList<string> Pick { get; init; } = [];

    /// <summary>Names of fields that are left out of the answer wherever they are.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Lists of the answer, by pointer, whose order differs from one run of a server to the next.</summary>
    public IReadOnlyList<string> Unordered { get; init; } = [];

    /// <summary>For a watch: how many exchanges of the recording had begun when it was closed.</summary>
    public int? ClosedAfter { get; init; }

    /// <summary>What the scenario's webhooks were asked meanwhile, by path and in order.</summary>
    public JsonArray Reviews { get; init; } = [];

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["step"] = Step };
        if (Until) json["until"] = true;
        if (ClosedAfter is { } closed) json["closedAfter"] = closed;
        if (Pick.Count > 0) json["pick"] = List(Pick);
        if (Without.Count > 0) json["without"] = List(Without);
        if (Unordered.Count > 0) json["unordered"] = List(Unordered);
        json["request"] = Request.ToJson();
        json["answer"] = Answer.ToJson();
        if (Reviews.Count > 0) json["reviews"] = Reviews.DeepClone();
        return json;
    }

    public static Exchange FromJson(JsonObject json) => new(
        (string)json["step"]!,
        RecordedRequest.FromJson(json["request"]!.AsObject()),
        RecordedAnswer.FromJson(json["answer"]!.AsObject()))
    {
        Until = (bool?)json["until"] ?? false,
        ClosedAfter = (int?)json["closedAfter"],
        Pick = Strings(json["pick"]),
        Without = Strings(json["without"]),
        Unordered = Strings(json["unordered"]),
        Reviews = json["reviews"]?.DeepClone().AsArray() ?? [],
    };

    private static JsonArray List(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string[] Strings(JsonNode? list) => list?.AsArray().Select(item => (string)item!).ToArray() ?? [];
}
