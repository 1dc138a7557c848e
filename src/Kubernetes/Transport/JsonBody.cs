using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>JSON as it goes over the wire. Deeper nesting than the default of 64 is legal in Kubernetes.</summary>
internal static class JsonBody
{
    private const int DeepestNesting = 1000;

    public static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = DeepestNesting };

    public static readonly JsonWriterOptions WriteOptions = new() { MaxDepth = DeepestNesting };

    /// <summary>The body of a request.</summary>
    public static ByteArrayContent Write(JsonNode node, string contentType)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriteOptions)) node.WriteTo(writer);
        var content = new ByteArrayContent(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    /// <summary>Reads the whole body of an answer.</summary>
    /// <exception cref="ApiException">The body is no JSON.</exception>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            using var document = await JsonDocument.ParseAsync(stream, ReadOptions, ct);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw NotJson(response);
        }
    }

    /// <summary>
    /// The same object with its own <c>apiVersion</c> and <c>kind</c>, which items of a list of a built-in kind lack, and which
    /// the server replaces where metadata alone was asked for.
    /// </summary>
    public static JsonElement WithType(JsonElement item, string apiVersion, string kind)
    {
        if (item.TryGetProperty("kind", out var own) && !own.ValueEquals(PartialMetadata.Kind) && item.TryGetProperty("apiVersion", out _))
            return item.Clone();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriteOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", apiVersion);
            writer.WriteString("kind", kind);
            foreach (var member in item.EnumerateObject())
                if (member.Name is not ("kind" or "apiVersion")) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, ReadOptions);
        return document.RootElement.Clone();
    }

    private static ApiException NotJson(HttpResponseMessage response) => new(
        response.StatusCode, "", "The server answered something that is no JSON; something between may have answered in its place.");
}
