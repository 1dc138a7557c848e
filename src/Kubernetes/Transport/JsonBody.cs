using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>JSON as it goes over the wire. Deeper nesting than the default of 64 is legal in Kubernetes.</summary>
internal static class JsonBody
{
    public static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = Json.DeepestNesting };

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = Json.DeepestNesting };

    /// <summary>A text is written as it is: as an escape each quote, bracket and umlaut would be six bytes of what a server takes.</summary>
    public static readonly JsonWriterOptions WriteOptions = new() { MaxDepth = Json.DeepestNesting, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        using var document = await ReadDocumentAsync(response, ct);
        return document.RootElement.Clone();
    }

    /// <summary>Reads the whole body of an answer into a document to be disposed.</summary>
    /// <exception cref="ApiException">The body is no JSON.</exception>
    public static async Task<JsonDocument> ReadDocumentAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            return await JsonDocument.ParseAsync(stream, ReadOptions, ct);
        }
        catch (JsonException)
        {
            throw NotJson(response);
        }
    }

    /// <summary>The object that lies in bytes of its own, which must not change from now on.</summary>
    /// <remarks>The document is never disposed: elements of it are handed out.</remarks>
    public static JsonElement Own(byte[] json) => JsonDocument.Parse(json, ReadOptions).RootElement;

    /// <summary>
    /// The same object with its own <c>apiVersion</c> and <c>kind</c>, which items of a list of a built-in kind lack, and which
    /// the server replaces where metadata alone was asked for.
    /// </summary>
    public static JsonElement WithType(JsonElement item, string apiVersion, string kind)
    {
        var hasKind = item.TryGetProperty("kind", out var own);
        var hasVersion = item.TryGetProperty("apiVersion", out _);
        if (!hasKind && !hasVersion) return Own(Prefix(JsonMarshal.GetRawUtf8Value(item), apiVersion, kind));
        if (hasKind && hasVersion && !own.ValueEquals(PartialMetadata.Kind)) return item.Clone();
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

        return Own(buffer.WrittenSpan.ToArray());
    }

    private static byte[] Prefix(ReadOnlySpan<byte> item, string apiVersion, string kind)
    {
        var rest = item[1..].TrimStart(" \t\r\n"u8);
        var head = Encoding.UTF8.GetBytes($"{{\"apiVersion\":\"{apiVersion}\",\"kind\":\"{kind}\"{(rest[0] == '}' ? "" : ",")}");
        var whole = new byte[head.Length + rest.Length];
        head.CopyTo(whole, 0);
        rest.CopyTo(whole.AsSpan(head.Length));
        return whole;
    }

    private static ApiException NotJson(HttpResponseMessage response) => new(
        response.StatusCode, "", "The server answered something that is no JSON; something between may have answered in its place.");
}
