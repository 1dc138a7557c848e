using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes.Metrics;

/// <summary>
/// What clients and informers measure, by a meter of <c>System.Diagnostics.Metrics</c>. Labels are bounded: verbs and codes by
/// the protocol, kinds by the first <see cref="MostKinds"/> that are used; all others count as <c>other</c>.
/// </summary>
/// <remarks>
/// Instruments: <c>kubernetes.client.requests</c> (verb, resource, code), <c>kubernetes.client.request.duration</c> (verb,
/// resource; seconds; of a watch, until it is open), <c>kubernetes.client.throttle.duration</c> (verb; seconds spent waiting for
/// the client's own rate limit), <c>kubernetes.client.retries</c> (verb, code), <c>kubernetes.watch.events</c> (resource, type),
/// <c>kubernetes.informer.relists</c> (resource, reason: <c>start</c>, <c>expired</c> or <c>failed</c>),
/// <c>kubernetes.informer.objects</c> (resource) and <c>kubernetes.informer.progress.age</c> (resource; seconds since the server
/// was last heard of, by the most silent informer of the kind).
/// </remarks>
public sealed class ClientMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "GitOpsGuard.Kubernetes";

    /// <summary>How many kinds are told apart.</summary>
    public const int MostKinds = 500;

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _throttle;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _events;
    private readonly Counter<long> _relists;
    private readonly ConcurrentDictionary<(Resource, string?), string> _names = new();
    private readonly ConcurrentDictionary<Informer, byte> _informers = new();

    /// <summary>Instruments on a meter of their own.</summary>
    public ClientMetrics()
    {
        Meter = new Meter(MeterName);
        _requests = Meter.CreateCounter<long>("kubernetes.client.requests", "{request}", "Requests that were answered or failed");
        _duration = Meter.CreateHistogram("kubernetes.client.request.duration", "s", "Time to the whole answer", advice: Seconds);
        _throttle = Meter.CreateHistogram("kubernetes.client.throttle.duration", "s", "Wait for the client's own rate limit", advice: Seconds);
        _retries = Meter.CreateCounter<long>("kubernetes.client.retries", "{request}", "Requests that are made again");
        _events = Meter.CreateCounter<long>("kubernetes.watch.events", "{event}", "Events that watches brought");
        _relists = Meter.CreateCounter<long>("kubernetes.informer.relists", "{list}", "Complete lists, each with its reason");
        Meter.CreateObservableGauge("kubernetes.informer.objects", Objects, "{object}", "Objects in stores");
        Meter.CreateObservableGauge("kubernetes.informer.progress.age", Ages, "s", "Time since the server was last heard of");
    }

    /// <summary>The instruments of the process, used where no others are asked for.</summary>
    public static ClientMetrics Default { get; } = new();

    /// <summary>The meter that the instruments belong to.</summary>
    public Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    internal void Answered(ApiRequest request, string code, TimeSpan took)
    {
        var verb = Tag("verb", request.Verb);
        var resource = Tag("resource", Name(request.Resource, request.Subresource));
        _requests.Add(1, verb, resource, Tag("code", code));
        _duration.Record(took.TotalSeconds, verb, resource);
    }

    internal void Throttled(ApiRequest request, TimeSpan wait) => _throttle.Record(wait.TotalSeconds, Tag("verb", request.Verb));

    internal void Repeats(ApiRequest request, ApiException e) => _retries.Add(1, Tag("verb", request.Verb), Tag("code", Code(e)));

    /// <summary>The label of a kind, for <see cref="Seen"/>.</summary>
    internal string Name(Resource resource) => Name(resource, null);

    internal void Seen(string kind, WatchEventType type) => _events.Add(1, Tag("resource", kind), Tag("type", TypeName(type)));

    internal void Listed(Resource resource, string reason) =>
        _relists.Add(1, Tag("resource", Name(resource, null)), Tag("reason", reason));

    internal void Follow(Informer informer) => _informers.TryAdd(informer, 0);

    internal void Leave(Informer informer) => _informers.TryRemove(informer, out _);

    internal static string Code(HttpStatusCode code) =>
        (int)code is >= 100 and < 600 ? ((int)code).ToString(CultureInfo.InvariantCulture) : "other";

    internal static string Code(ApiException e) => e.Code == default ? e.Reason : Code(e.Code);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string TypeName(WatchEventType type) => type switch
    {
        WatchEventType.Added => "added",
        WatchEventType.Modified => "modified",
        WatchEventType.Deleted => "deleted",
        _ => "bookmark",
    };

    private string Name(Resource? resource, string? subresource)
    {
        if (resource is null) return "none";
        if (_names.TryGetValue((resource, subresource), out var known)) return known;
        if (_names.Count >= MostKinds) return "other";
        var name = resource.Group.Length == 0 ? resource.Plural : $"{resource.Plural}.{resource.Group}";
        return _names.GetOrAdd((resource, subresource), subresource is null ? name : $"{name}/{subresource}");
    }

    private IEnumerable<Measurement<long>> Objects() =>
        ByKind().Select(kind => new Measurement<long>(kind.Sum(i => (long)i.Count), Tag("resource", kind.Key)));

    private IEnumerable<Measurement<double>> Ages() =>
        ByKind().Select(kind => new Measurement<double>(kind.Max(i => i.ProgressAge.TotalSeconds), Tag("resource", kind.Key)));

    private IEnumerable<IGrouping<string, Informer>> ByKind() => _informers.Keys.GroupBy(i => Name(i.Options.Resource, null));
}
