using System.Text.Json.Nodes;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Scripts;
using GitOpsGuard.Recorder.Servers;

namespace GitOpsGuard.Recorder.Recording;

/// <summary>One scenario while it is recorded.</summary>
internal sealed class Session
{
    private readonly Lock _lock = new();
    private readonly List<Exchange> _exchanges = [];
    private readonly List<(int Index, EventStream Stream)> _watches = [];
    private readonly Normaliser _normaliser;

    public Session(Scenario scenario, TestedServer server)
    {
        Scenario = scenario;
        Server = server;
        Bindings = new Bindings(server.Time);
        Pace = new Pace(server.Time);
        _normaliser = new Normaliser(Bindings, TimeProvider.System);
        Webhook = server.Webhooks.Open(scenario.Namespace, scenario.Webhooks);
        _normaliser.Know(Webhook, Placeholders.Webhook);
        _normaliser.Know(server.Webhooks.Bundle, Placeholders.Bundle);
        _normaliser.Know(server.Authority, Placeholders.Server);
    }

    public Scenario Scenario { get; }

    public TestedServer Server { get; }

    public Bindings Bindings { get; }

    public Pace Pace { get; }

    public string Webhook { get; }

    /// <summary>The step whose requests are recorded now.</summary>
    public string Step { get; set; } = "";

    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    /// <summary>Watches that are open now.</summary>
    public int OpenWatches
    {
        get
        {
            lock (_lock) return _watches.Count;
        }
    }

    /// <summary>A request as it is kept.</summary>
    public RecordedRequest Normal(RecordedRequest request)
    {
        lock (_lock) return _normaliser.Request(request);
    }

    public Exchange Add(RecordedRequest normal, RawAnswer answer, RequestStep? step = null)
    {
        lock (_lock)
        {
            var exchange = new Exchange(Step, normal, Normal(answer, step))
            {
                Until = step?.Until is not null,
                Pick = step?.Pick ?? [],
                Without = step?.Without ?? [],
                Unordered = step?.Unordered ?? [],
                Reviews = _normaliser.Answer(Server.Webhooks.Take(Scenario.Namespace))!.AsArray(),
            };
            _exchanges.Add(exchange);
            return exchange;
        }
    }

    /// <summary>An exchange whose events are added when the watch is closed.</summary>
    public void AddWatch(RecordedRequest normal, EventStream stream)
    {
        lock (_lock)
        {
            _watches.Add((_exchanges.Count, stream));
            _exchanges.Add(new Exchange(Step, normal, new RecordedAnswer(stream.Code) { ContentType = stream.ContentType }));
        }
    }

    /// <summary>Waits until the oldest open watch has so many events.</summary>
    public async Task WatchedAsync(int events, CancellationToken cancel)
    {
        var (_, stream) = _watches.FirstOrDefault();
        if (stream is null) throw new ScriptException("no watch is open");
        if (!await stream.ReachedAsync(events, TimeSpan.FromSeconds(20), cancel))
            throw new ScriptException($"the watch has {stream.Count} events, not {events}: {stream.Events.ToJsonString()}");
        await stream.DisposeAsync();
        Close(stream);
    }

    /// <summary>Keeps the events of a watch that has ended; nothing happens when they are kept already.</summary>
    public void Close(EventStream stream)
    {
        lock (_lock)
        {
            var place = _watches.FindIndex(watch => watch.Stream == stream);
            if (place < 0) return;
            var index = _watches[place].Index;
            _watches.RemoveAt(place);
            var exchange = _exchanges[index];
            _exchanges[index] = exchange with
            {
                Answer = exchange.Answer with { Events = _normaliser.Answer(stream.Events)!.AsArray() },
                ClosedAfter = _exchanges.Count,
            };
        }
    }

    private RecordedAnswer Normal(RawAnswer answer, RequestStep? step) => new(answer.Code)
    {
        ContentType = answer.ContentType,
        Warnings = [.. answer.Warnings.Select(_normaliser.Answer)],
        Body = _normaliser.Answer(Json.Part(RecordedAnswer.Read(answer.Content), step?.Pick ?? [], step?.Without ?? [], step?.Unordered ?? [])),
    };
}
