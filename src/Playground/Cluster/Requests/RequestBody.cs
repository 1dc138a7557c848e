namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Reads request bodies: JSON, YAML for apply, and the binary form that kubectl sends for some built-in kinds.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that is read, as on a real server, in bytes.</summary>
    public const int Limit = 3 * 1024 * 1024;

    private const int Quoted = 1024;

    private const string TypeMeta =
        "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    /// <summary>The body as an object that stands for a kind; null when there is none. Of a field that stands twice the last counts.</summary>
    /// <param name="context">The call.</param>
    /// <param name="kind">What the object must be.</param>
    /// <param name="fields">Gets the paths of all fields of a JSON body in their order.</param>
    /// <param name="cancel">Ends the call.</param>
    public static async Task<JsonObject?> ReadObjectAsync(HttpContext context, string kind, List<string> fields, CancellationToken cancel)
    {
        var bytes = await ReadAsync(context, cancel);
        if (bytes.Length == 0) return null;
        var media = MediaType(context.Request);
        if (media == ProtobufReader.MediaType) return ProtobufReader.Read(bytes);
        if (media is not ("application/json" or "application/yaml" or Change.Apply))
            throw ApiError.UnsupportedMediaType($"application/json, application/yaml, {ProtobufReader.MediaType}");
        var parsed = Parse(bytes, why => Unrecognized(kind, why, bytes), fields, media != "application/json");
        return parsed as JsonObject ?? throw Unrecognized(kind,
            $"json: cannot unmarshal {(parsed is JsonArray ? "array" : "number")} into Go value of type {TypeMeta}", bytes);
    }

    /// <summary>The body of a patch as a JSON value.</summary>
    public static async Task<JsonNode> ReadPatchAsync(HttpContext context, List<string> fields, CancellationToken cancel) =>
        Parse(await ReadAsync(context, cancel), why => ApiError.BadRequest($"error decoding patch: {why}"), fields, yaml: false)
            ?? throw ApiError.BadRequest("the body of the request is null");

    /// <summary>The 400 of a body that is no object of the kind.</summary>
    public static ApiError Unrecognized(string kind, string why, params byte[] body)
    {
        var start = body.AsSpan(0, Math.Min(body.Length, Quoted));
        var shown = body is [(byte)'{', ..] ? Encoding.UTF8.GetString(start) : body.Length == 0 ? "<empty>" : Convert.ToHexStringLower(start);
        return ApiError.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; " +
            $"json parse error: {why} ({shown}{(body.Length > Quoted ? " ..." : "")})");
    }

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

    private static JsonNode? Parse(byte[] bytes, Func<string, ApiError> problem, List<string> fields, bool yaml)
    {
        try
        {
            if (yaml && bytes.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
                return YamlFile.Parse(bytes).Documents is [var first, ..] ? first.ToJson() : null;
            using var document = JsonDocument.Parse(bytes, Trees.Deep);
            return Build(document.RootElement, "", fields);
        }
        catch (YamlException error)
        {
            throw ApiError.BadRequest($"error decoding YAML: line {error.Line}: {error.Message}");
        }
        catch (JsonException error)
        {
            throw problem(GoText.Problem(error));
        }
    }

    private static JsonNode? Build(JsonElement value, string path, List<string> fields)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return new JsonArray([.. value.EnumerateArray().Select((element, index) => Build(element, $"{path}[{index}]", fields))]);
        if (value.ValueKind != JsonValueKind.Object) return JsonNode.Parse(value.GetRawText());
        var map = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            fields.Add(Validation.Under(path, member.Name));
            map[member.Name] = Build(member.Value, fields[^1], fields);
        }

        return map;
    }
}
