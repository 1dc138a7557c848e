using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Servers;

namespace GitOpsGuard.Recorder.Replay;

/// <summary>Asks a server what a recording asked and compares the answers.</summary>
internal sealed class Replayer
{
    private const int Shown = 40;
    private readonly TimeSpan _patience;
    private readonly RecordingFile _recording;
    private readonly TestedServer _server;
    private readonly List<(int Index, EventStream Stream)> _watches = [];
    private readonly List<string> _report = [];
    private readonly Pace _pace;
    private Bindings _bindings;

    private Replayer(RecordingFile recording, TestedServer server, TimeSpan patience)
    {
        _patience = patience;
        _recording = recording;
        _server = server;
        _pace = new Pace(server.Time);
        _bindings = new Bindings(server.Time);
        _bindings.Bind(Placeholders.Webhook, server.Webhooks.Open(recording.Namespace, recording.Webhooks));
        _bindings.Bind(Placeholders.Bundle, server.Webhooks.Bundle);
        _bindings.Bind(Placeholders.Server, server.Authority);
    }

    /// <summary>Replays a recording; what differs, in words, or null when nothing does.</summary>
    /// <param name="patience">How long to wait for what a server does on its own.</param>
    public static async Task<string?> ReplayAsync(RecordingFile recording, TestedServer server, TimeSpan patience, CancellationToken cancel)
    {
        await server.PrepareAsync(recording.Namespace, recording.Controllers, cancel);
        var replayer = new Replayer(recording, server, patience);
        try
        {
            await replayer.ReplayAsync(cancel);
        }
        catch (InvalidDataException error)
        {
            replayer._report.Add($"it cannot go on: {error.Message}");
        }

        foreach (var (_, stream) in replayer._watches) await stream.DisposeAsync();
        return replayer._report.Count == 0 ? null : Text(recording, replayer._report);
    }

    private static string Text(RecordingFile recording, List<string> report)
    {
        var text = new StringBuilder($"{recording.Scenario} differs from what {recording.Server} answered:\n");
        text.AppendJoin('\n', report.Take(Shown));
        if (report.Count > Shown) text.Append($"\n... and {report.Count - Shown} more lines");
        return text.ToString();
    }

    private async Task ReplayAsync(CancellationToken cancel)
    {
        for (var i = 0; i < _recording.Exchanges.Count; i++)
        {
            await CloseAsync(i, cancel);
            var exchange = _recording.Exchanges[i];
            await _pace.BeforeAsync(exchange.Request, cancel);
            if (exchange.Answer.Events is not null) await OpenAsync(i, exchange, cancel);
            else if (exchange.Until) await RepeatAsync(i, exchange, cancel);
            else Report(i, exchange, await TryAsync(exchange, cancel));
        }

        await CloseAsync(_recording.Exchanges.Count, cancel);
    }

    private async Task RepeatAsync(int index, Exchange exchange, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var before = _bindings.Copy();
            var differences = await TryAsync(exchange, cancel);
            if (differences.Count == 0) return;
            if (TimeProvider.System.GetElapsedTime(started) > _patience)
            {
                Report(index, exchange, differences);
                return;
            }

            _bindings = before;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
        }
    }

    private async Task<IReadOnlyList<string>> TryAsync(Exchange exchange, CancellationToken cancel)
    {
        _server.Webhooks.Take(_recording.Namespace);
        var answer = await _server.SendAsync(_bindings.Fill(exchange.Request), cancel);
        _pace.After(exchange.Request);
        var matcher = new Matcher(_bindings);
        matcher.Match("code", exchange.Answer.Code, answer.Code);
        matcher.Match("content type", exchange.Answer.ContentType, answer.ContentType);
        matcher.Match("warnings", List(exchange.Answer.Warnings), List(answer.Warnings));
        matcher.Match("body", exchange.Answer.Body, Json.Part(RecordedAnswer.Read(answer.Content), exchange.Pick, exchange.Without, exchange.Unordered));
        matcher.Match("reviews", exchange.Reviews, _server.Webhooks.Take(_recording.Namespace));
        return matcher.Differences;
    }

    private async Task OpenAsync(int index, Exchange exchange, CancellationToken cancel)
    {
        var response = await _server.OpenAsync(_bindings.Fill(exchange.Request), cancel);
        var stream = new EventStream(response, null, cancel);
        await stream.BegunAsync(exchange.Request, _patience, cancel);
        var matcher = new Matcher(_bindings);
        matcher.Match("code", exchange.Answer.Code, stream.Code);
        matcher.Match("content type", exchange.Answer.ContentType, stream.ContentType);
        Report(index, exchange, matcher.Differences);
        _watches.Add((index, stream));
    }

    private async Task CloseAsync(int begun, CancellationToken cancel)
    {
        foreach (var (index, stream) in _watches.Where(watch => _recording.Exchanges[watch.Index].ClosedAfter <= begun).ToList())
        {
            var exchange = _recording.Exchanges[index];
            await stream.ReachedAsync(exchange.Answer.Events!.Count, _patience, cancel);
            var matcher = new Matcher(_bindings);
            matcher.Match("events", exchange.Answer.Events, stream.Events);
            Report(index, exchange, matcher.Differences);
            await stream.DisposeAsync();
            _watches.RemoveAll(watch => watch.Stream == stream);
        }
    }

    private void Report(int index, Exchange exchange, IReadOnlyList<string> differences)
    {
        if (differences.Count == 0) return;
        _report.Add($"exchange {index + 1} ({exchange.Step}): {exchange.Request.Method} {exchange.Request.Path}");
        _report.AddRange(differences.Select(difference => $"  {difference}"));
    }

    private static JsonArray List(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
