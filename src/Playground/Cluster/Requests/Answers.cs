using System.Text.Encodings.Web;

namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Writes answers as JSON.</summary>
internal static class Answers
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true };

    public static Task WriteAsync(HttpContext context, int code, JsonObject body, CancellationToken cancel,
        string contentType = "application/json")
    {
        context.Response.StatusCode = code;
        return SendAsync(context, writer => body.WriteTo(writer), cancel, contentType);
    }

    /// <summary>Writes a list; its items stay where they are stored, without kind and version when the list says them for all.</summary>
    public static Task WriteListAsync(
        HttpContext context, string kind, string apiVersion, JsonObject metadata, IEnumerable<JsonObject> items, bool bare,
            CancellationToken cancel) =>
        SendAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind);
            writer.WriteString("apiVersion", apiVersion);
            writer.WritePropertyName("metadata");
            metadata.WriteTo(writer);
            writer.WriteStartArray("items");
            foreach (var item in items)
            {
                writer.WriteStartObject();
                foreach (var (key, value) in item.Where(entry => !bare || entry.Key is not ("apiVersion" or "kind")))
                {
                    writer.WritePropertyName(key);
                    if (value is null) writer.WriteNullValue();
                    else value.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }, cancel);

    public static Task WriteTextAsync(HttpContext context, int code, string text, CancellationToken cancel)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, cancel);
    }

    /// <summary>Adds a warning that kubectl prints.</summary>
    public static void Warn(HttpContext context, string text)
    {
        var quoted = text.Select(letter => letter is '"' or '\\' ? $"\\{letter}" : letter is < ' ' or > '~' ? " " : $"{letter}");
        context.Response.Headers.Append("Warning", $"299 - \"{string.Concat(quoted)}\"");
    }

    private static async Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write, CancellationToken cancel,
        string contentType = "application/json")
    {
        context.Response.ContentType = contentType;
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Plain)) write(writer);
        buffer.WriteByte((byte)'\n');
        context.Response.ContentLength = buffer.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancel);
    }
}
