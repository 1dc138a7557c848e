using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Splits the body of a watch into events: one JSON object a line.</summary>
internal static class WatchReader
{
    /// <summary>Each event as it comes, until the server ends the stream.</summary>
    /// <exception cref="ApiException">The server sent an <c>ERROR</c> event, or a line is no event.</exception>
    public static async IAsyncEnumerable<WatchEvent> ReadAsync(
        Stream stream, Resource resource, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(ct);
                var buffer = result.Buffer;
                while (TakeLine(ref buffer) is { } line)
                    if (Parse(line, resource) is { } e) yield return e;
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) yield break;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static ReadOnlySequence<byte>? TakeLine(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end) return null;
        var line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return line;
    }

    private static WatchEvent? Parse(ReadOnlySequence<byte> line, Resource resource)
    {
        if (line.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(line, JsonBody.ReadOptions);
            var obj = document.RootElement.GetProperty("object");
            JsonElement Typed(JsonElement o) => JsonBody.WithType(o, resource.ApiVersion, resource.Kind);
            return document.RootElement.GetProperty("type").GetString() switch
            {
                "ADDED" => new(WatchEventType.Added, Typed(obj)),
                "MODIFIED" => new(WatchEventType.Modified, Typed(obj)),
                "DELETED" => new(WatchEventType.Deleted, Typed(obj)),
                "BOOKMARK" => new(WatchEventType.Bookmark, obj.Clone()),
                "ERROR" => throw StatusReader.Read(obj, Redaction.Clean),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ApiException(ApiException.Unreachable, "The server sent a watch event that cannot be read.");
        }
    }
}
