using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Recorder.Recorded;

namespace GitOpsGuard.Recorder.Servers;

/// <summary>
/// An open watch: its events are read while other requests are made. Bookmarks count where they end what existed; others
/// come when the server likes.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed;
    private readonly HttpResponseMessage _response;
    private readonly Lock _lock = new();
    private readonly JsonArray _events = [];
    private readonly Func<byte[], Task> _forward;
    private readonly Task _reading;

    public EventStream(HttpResponseMessage response, Func<byte[], Task>? forward, CancellationToken cancel)
    {
        _response = response;
        _forward = forward ?? (_ => Task.CompletedTask);
        _closed = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _reading = ReadAsync(_closed.Token);
    }

    public int Code => (int)_response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.ToString();

    /// <summary>Completes when the stream has ended, from either side.</summary>
    public Task Ended => _reading;

    public int Count
    {
        get
        {
            lock (_lock) return _events.Count;
        }
    }

    /// <summary>The events so far.</summary>
    public JsonArray Events
    {
        get
        {
            lock (_lock) return _events.DeepClone().AsArray();
        }
    }

    /// <summary>
    /// Waits until a watch that begins with what exists has sent that, so that what is done next comes after it.
    /// </summary>
    public async Task BegunAsync(RecordedRequest request, TimeSpan patience, CancellationToken cancel)
    {
        if (!request.Path.Contains("sendInitialEvents=true", StringComparison.Ordinal)) return;
        var started = TimeProvider.System.GetTimestamp();
        while (!_reading.IsCompleted && !Events.Any(IsBookmark) && TimeProvider.System.GetElapsedTime(started) < patience)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
    }

    /// <summary>Waits until there are so many events or the stream has ended or the time is over; whether there are as many.</summary>
    public async Task<bool> ReachedAsync(int count, TimeSpan patience, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (Count < count && !_reading.IsCompleted && TimeProvider.System.GetElapsedTime(started) < patience)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
        return Count >= count;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _response.Dispose();
        _closed.Dispose();
    }

    private static bool IsPeriodic(JsonNode? read) =>
        IsBookmark(read) && read!["object"]?["metadata"]?["annotations"]?["k8s.io/initial-events-end"] is null;

    private static bool IsBookmark(JsonNode? read) => (string?)read?["type"] == "BOOKMARK";

    private async Task ReadAsync(CancellationToken cancel)
    {
        try
        {
            await using var content = await _response.Content.ReadAsStreamAsync(cancel);
            using var reader = new StreamReader(content, Encoding.UTF8);
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                if (line.Length == 0) continue;
                var read = RecordedAnswer.Read(Encoding.UTF8.GetBytes(line));
                if (!IsPeriodic(read))
                {
                    lock (_lock) _events.Add(read);
                }

                await _forward(Encoding.UTF8.GetBytes(line + "\n"));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            // It was closed, or the client went away: what was read by then counts.
        }
    }
}
