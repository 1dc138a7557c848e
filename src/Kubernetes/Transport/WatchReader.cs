using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Splits the body of a watch into events: one JSON object a line.</summary>
internal static class WatchReader
{
    private static readonly (string Type, byte[] Head)[] Heads =
        [.. new[] { "MODIFIED", "ADDED", "DELETED", "BOOKMARK" }.Select(t => (t, Encoding.UTF8.GetBytes($"{{\"type\":\"{t}\",\"object\":")))];

    /// <summary>Each event as it comes, until the server ends the stream.</summary>
    /// <exception cref="ApiException">The server sent an <c>ERROR</c> event, or a line is no event.</exception>
    public static async IAsyncEnumerable<WatchEvent> ReadAsync(
        Stream stream,
        Resource resource,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? trim,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(ct);
                var buffer = result.Buffer;
                while (TakeLine(ref buffer) is { } line)
                    if (Parse(line, resource, trim) is { } e) yield return e;
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

    private static WatchEvent? Parse(
        ReadOnlySequence<byte> line, Resource resource, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? trim)
    {
        if (line.IsEmpty) return null;
        try
        {
            var (type, obj) = Read(line, trim);
            return type switch
            {
                "ADDED" => new(WatchEventType.Added, Typed(obj, resource)),
                "MODIFIED" => new(WatchEventType.Modified, Typed(obj, resource)),
                "DELETED" => new(WatchEventType.Deleted, Typed(obj, resource)),
                "BOOKMARK" => new(WatchEventType.Bookmark, obj),
                "ERROR" => throw StatusReader.Read(obj, Redaction.Clean),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ApiException(ApiException.Unreachable, "The server sent a watch event that cannot be read.");
        }
    }

    private static (string? Type, JsonElement Object) Read(
        ReadOnlySequence<byte> line, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? trim)
    {
        var bytes = line.ToArray();
        try
        {
            if (Split(bytes) is var (type, text)
                && JsonDocument.Parse(trim is null ? text : trim(text), JsonBody.ReadOptions).RootElement is { ValueKind: JsonValueKind.Object } obj)
            {
                return (type, obj);
            }
        }
        catch (JsonException)
        {
            // Something follows the object; read member by member.
        }

        return ReadMembers(bytes);
    }

    /// <summary>The type and the text of the object in a line of the form in which servers write it; null of any other.</summary>
    private static (string Type, ReadOnlyMemory<byte> Object)? Split(byte[] line)
    {
        var end = line.AsSpan().TrimEnd("\r "u8).Length;
        foreach (var (type, head) in Heads)
            if (line.AsSpan().StartsWith(head) && line[end - 1] == '}') return (type, line.AsMemory(head.Length, end - 1 - head.Length));
        return null;
    }

    private static (string? Type, JsonElement Object) ReadMembers(byte[] line)
    {
        var reader = new Utf8JsonReader(line, JsonBody.ReaderOptions);
        string? type = null;
        JsonElement obj = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isObject) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("object"u8));
            reader.Read();
            if (isType) type = reader.GetString();
            else if (isObject) obj = JsonElement.ParseValue(ref reader);
            else reader.Skip();
        }

        return type is not null && obj.ValueKind == JsonValueKind.Object ? (type, obj) : throw new JsonException();
    }

    private static JsonElement Typed(JsonElement obj, Resource resource) =>
        obj.TryGetProperty("kind", out var kind) && kind.ValueEquals(PartialMetadata.Kind)
            ? JsonBody.WithType(obj, resource.ApiVersion, resource.Kind)
            : obj;
}
