using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Scripts;

/// <summary>A request made without kubectl.</summary>
internal sealed record RequestStep(string Method, string Path) : Step
{
    /// <summary>JSON, or a string that is sent as it is.</summary>
    public JsonNode? Body { get; init; }

    public string? ContentType { get; init; }

    public string? Accept { get; init; }

    public string? As { get; init; }

    public string? Bearer { get; init; }

    public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The code that must be answered; any below 400 when null.</summary>
    public int? Expect { get; init; }

    /// <summary>Values that the answer must have, by pointer, before it is taken; the request is repeated until then.</summary>
    public JsonObject? Until { get; init; }

    /// <summary>How many reviews the scenario's webhooks must get of it; the request is repeated until then.</summary>
    public int? Reviewed { get; init; }

    /// <summary>Variables for later steps, by name, each with the pointer of its value in the answer.</summary>
    public IReadOnlyDictionary<string, string> Capture { get; init; } = new Dictionary<string, string>();

    /// <summary>The parts of the answer that are kept; all of it when empty.</summary>
    public IReadOnlyList<string> Pick { get; init; } = [];

    /// <summary>Names of fields that are left out of the answer wherever they are.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Lists of the answer, by pointer, whose order differs from one run of the server to the next.</summary>
    public IReadOnlyList<string> Unordered { get; init; } = [];

    /// <summary>Whether the answer is a stream of events, read while later steps run.</summary>
    public bool Watch { get; init; }
}
