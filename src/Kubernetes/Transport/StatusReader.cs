using System.Net;
using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Reads what the API server says of a failure: the kind <c>Status</c>.</summary>
internal static class StatusReader
{
    private const int LargestBody = 1024 * 1024;

    /// <summary>The error that an answer without success stands for.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="time">Clock by which a date in <c>Retry-After</c> is read.</param>
    /// <param name="clean">Takes out of the server's words what must not be repeated.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ApiException> ReadErrorAsync(
        HttpResponseMessage response, TimeProvider time, Func<string, string> clean, CancellationToken ct)
    {
        var retryAfter = RetryAfter(response, time);
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestBody, ct);
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            using var document = await JsonDocument.ParseAsync(stream, JsonBody.ReadOptions, ct);
            if (IsStatus(document.RootElement)) return Read(document.RootElement, clean, response.StatusCode, retryAfter);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException)
        {
            // Not an answer of the API server; its text is not to be trusted with our logs.
        }

        return new(response.StatusCode, "", $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() + ".")
        {
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The error that a <c>Status</c> stands for, which is also the object of an <c>ERROR</c> event.</summary>
    public static ApiException Read(
        JsonElement status, Func<string, string> clean, HttpStatusCode? code = null, TimeSpan? retryAfter = null)
    {
        var number = code ?? (status.TryGetProperty("code", out var c) && c.TryGetInt32(out var n) ? (HttpStatusCode)n : default);
        var details = Member(status, "details");
        if (Member(details, "retryAfterSeconds") is { ValueKind: JsonValueKind.Number } seconds)
            retryAfter ??= TimeSpan.FromSeconds(seconds.GetDouble());
        var message = clean(Text(status, "message"));
        return new(number, Text(status, "reason"), message.Length > 0 ? message : $"The server answered {(int)number}.")
        {
            Causes = Causes(details, clean),
            RetryAfter = retryAfter,
            Continue = Text(Member(status, "metadata"), "continue") is { Length: > 0 } token ? token : null,
        };
    }

    private static bool IsStatus(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && Text(root, "kind") == "Status";

    private static List<StatusCause> Causes(JsonElement details, Func<string, string> clean)
    {
        var causes = new List<StatusCause>();
        if (Member(details, "causes") is not { ValueKind: JsonValueKind.Array } list) return causes;
        foreach (var cause in list.EnumerateArray())
            causes.Add(new(Text(cause, "reason"), clean(Text(cause, "message")), clean(Text(cause, "field"))));
        return causes;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    private static JsonElement Member(JsonElement obj, string name) =>
        obj.ValueKind == JsonValueKind.Object && obj.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement obj, string name) =>
        Member(obj, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
}
