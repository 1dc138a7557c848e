using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>A request with placeholders where the server's own values go.</summary>
/// <param name="Method">Such as <c>PATCH</c>.</param>
/// <param name="Path">The path with its query.</param>
internal sealed record RecordedRequest(string Method, string Path)
{
    /// <summary>Whose certificate it is made with; an administrator's when null.</summary>
    public string? User { get; init; }

    /// <summary>The token that it is made with instead of a certificate.</summary>
    public string? Bearer { get; init; }

    public string? Accept { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Headers beside those of the content, as those of impersonation.</summary>
    public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();

    /// <summary>JSON content.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Content that is not JSON, or not to be read and written again.</summary>
    public string? Text { get; init; }

    /// <summary>Content in a binary form, as base64.</summary>
    public string? Binary { get; init; }

    public bool IsWatch => Path.Contains("watch=true", StringComparison.Ordinal) || Path.Contains("watch=1", StringComparison.Ordinal);

    public byte[]? Content() =>
        Body is not null ? Encoding.UTF8.GetBytes(Body.ToJsonString(Json.Plain))
        : Text is not null ? Encoding.UTF8.GetBytes(Text)
        : Binary is not null ? Convert.FromBase64String(Binary)
        : null;

    /// <summary>The request with every text changed; binary content stays.</summary>
    public RecordedRequest Map(Func<string, string> path, Func<string, string> text, Func<JsonNode, JsonNode?> body) => this with
    {
        Path = path(Path),
        Bearer = Bearer is null ? null : text(Bearer),
        Headers = Headers.ToDictionary(header => header.Key, header => header.Value.Select(text).ToArray()),
        Body = Body is null ? null : body(Body),
        Text = Text is null ? null : text(Text),
    };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["method"] = Method, ["path"] = Path };
        Put(json, "user", User);
        Put(json, "bearer", Bearer);
        Put(json, "accept", Accept);
        Put(json, "type", ContentType);
        if (Headers.Count > 0)
        {
            json["headers"] = new JsonObject(Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header =>
                KeyValuePair.Create(header.Key, (JsonNode?)new JsonArray([.. header.Value.Select(value => (JsonNode)value)]))));
        }

        if (Body is not null) json["body"] = Body.DeepClone();
        Put(json, "text", Text);
        Put(json, "binary", Binary);
        return json;
    }

    public static RecordedRequest FromJson(JsonObject json) => new((string)json["method"]!, (string)json["path"]!)
    {
        User = (string?)json["user"],
        Bearer = (string?)json["bearer"],
        Accept = (string?)json["accept"],
        ContentType = (string?)json["type"],
        Headers = json["headers"]?.AsObject().ToDictionary(
            header => header.Key, header => header.Value!.AsArray().Select(value => (string)value!).ToArray()) ?? [],
        Body = json["body"]?.DeepClone(),
        Text = (string?)json["text"],
        Binary = (string?)json["binary"],
    };

    /// <summary>A request as a client sent it: content that is JSON is kept as JSON.</summary>
    public RecordedRequest WithContent(byte[] content)
    {
        if (content.Length == 0) return this;
        if (ContentType?.Contains("protobuf", StringComparison.Ordinal) == true) return this with { Binary = Convert.ToBase64String(content) };
        try
        {
            return this with { Body = JsonNode.Parse(content, documentOptions: Json.Strict) };
        }
        catch (JsonException)
        {
            return this with { Text = Encoding.UTF8.GetString(content) };
        }
    }

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null) json[name] = value;
    }
}
