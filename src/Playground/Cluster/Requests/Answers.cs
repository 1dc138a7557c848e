namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Writes answers as JSON.</summary>
internal static class Answers
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true };

    public static async Task WriteAsync(
        HttpContext context, int code, JsonObject body, CancellationToken cancel, string contentType = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Plain)) body.WriteTo(writer);
        buffer.WriteByte((byte)'\n');
        context.Response.ContentLength = buffer.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancel);
    }

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
}
