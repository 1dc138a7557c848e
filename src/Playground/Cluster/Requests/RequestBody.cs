namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Reads request bodies: JSON, YAML for apply, and the binary form that kubectl sends for some built-in kinds.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that is read, as on a real server, in bytes.</summary>
    public const int Limit = 3 * 1024 * 1024;

    private const string TypeMeta =
        "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    /// <summary>The body as an object that stands for a kind; null when there is none.</summary>
    public static async Task<JsonObject?> ReadObjectAsync(HttpContext context, string kind, CancellationToken cancel)
    {
        var bytes = await ReadAsync(context, cancel);
        if (bytes.Length == 0) return null;
        var media = MediaType(context.Request);
        if (media == ProtobufReader.MediaType) return ProtobufReader.Read(bytes);
        if (media is not ("application/json" or "application/yaml" or Change.Apply))
            throw ApiError.UnsupportedMediaType($"application/json, application/yaml, {ProtobufReader.MediaType}");
        var parsed = Parse(bytes, why => Unrecognized(kind, why, Encoding.UTF8.GetString(bytes)), media != "application/json");
        return parsed as JsonObject ?? throw Unrecognized(kind,
            $"json: cannot unmarshal {(parsed is JsonArray ? "array" : "number")} into Go value of type {TypeMeta}",
                Convert.ToHexStringLower(bytes));
    }

    /// <summary>The body of a patch as a JSON value.</summary>
    public static async Task<JsonNode> ReadPatchAsync(HttpContext context, CancellationToken cancel) =>
        Parse(await ReadAsync(context, cancel), why => ApiError.BadRequest($"error decoding patch: {why}"), yaml: false)
            ?? throw ApiError.BadRequest("the body of the request is null");

    /// <summary>The 400 of a body that is no object of the kind.</summary>
    public static ApiError Unrecognized(string kind, string why, string body) => ApiError.BadRequest(
        $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {why} ({body})");

    /// <summary>The media type of the body without parameters, in lower case.</summary>
    public static string MediaType(HttpRequest request) =>
        (request.ContentType ?? "application/json").Split(';')[0].Trim().ToLowerInvariant();

    private static async Task<byte[]> ReadAsync(HttpContext context, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, cancel);
        return buffer.Length > Limit
            ? throw new ApiError(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}")
            : buffer.ToArray();
    }

    private static JsonNode? Parse(byte[] bytes, Func<string, ApiError> problem, bool yaml)
    {
        try
        {
            return yaml && bytes.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]
                ? YamlFile.Parse(bytes).Documents is [var first, ..] ? first.ToJson() : null
                : JsonNode.Parse(bytes, documentOptions: Trees.Deep);
        }
        catch (YamlException error)
        {
            throw ApiError.BadRequest($"error decoding YAML: line {error.Line}: {error.Message}");
        }
        catch (JsonException error)
        {
            throw problem(error.Message.Contains(" end ", StringComparison.Ordinal) ? "unexpected end of JSON input" : error.Message);
        }
    }
}
