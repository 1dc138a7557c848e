using GitOpsGuard.Playground.Cluster.Wire;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Reads request bodies: JSON, YAML for apply, and the binary form that kubectl sends for some built-in kinds.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that is read, as on a real server, in bytes.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <summary>The body as an object; null when there is none.</summary>
    public static async Task<JsonObject?> ReadObjectAsync(HttpContext context, CancellationToken cancel)
    {
        var bytes = await ReadAsync(context, cancel);
        if (bytes.Length == 0) return null;
        if (MediaType(context) == ProtobufReader.MediaType) return ProtobufReader.Read(bytes);
        return Parse(bytes, "the object provided is unrecognized (must be of type JSON)", MediaType(context).EndsWith("yaml", StringComparison.Ordinal))
            as JsonObject ?? throw ApiError.BadRequest("the body of the request is not an object");
    }

    /// <summary>The body of a patch as a JSON value.</summary>
    public static async Task<JsonNode> ReadPatchAsync(HttpContext context, CancellationToken cancel) =>
        Parse(await ReadAsync(context, cancel), "error decoding patch", yaml: false) ?? throw ApiError.BadRequest("the body of the request is null");

    /// <summary>The media type of the body without parameters, in lower case.</summary>
    public static string MediaType(HttpContext context) =>
        (context.Request.ContentType ?? "application/json").Split(';')[0].Trim().ToLowerInvariant();

    private static async Task<byte[]> ReadAsync(HttpContext context, CancellationToken cancel)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, cancel);
        return buffer.Length > Limit
            ? throw new ApiError(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}")
            : buffer.ToArray();
    }

    private static JsonNode? Parse(byte[] bytes, string problem, bool yaml)
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
            var cut = error.Message.Contains(" end ", StringComparison.Ordinal);
            throw ApiError.BadRequest($"{problem}: {(cut ? "unexpected end of JSON input" : error.Message)}");
        }
    }
}
