using System.Globalization;
using System.Net;
using System.Text;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Kubernetes.Tests.Soak;

/// <summary>
/// A server of one kind that holds many objects in little memory and misbehaves on demand: it goes away and comes back without
/// a memory of events, cuts connections, falls silent, is too busy.
/// </summary>
internal sealed class SoakServer(int seed) : HttpMessageHandler
{
    private const int LongestHistory = 4000;

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly Queue<(long Version, byte[] Line)> _history = [];
    private readonly List<SoakWatch> _watches = [];
    private List<KeyValuePair<string, StoredObject>> _listed = [];
    private string _listToken = "";
    private long _version = 1000;
    private long _oldest;
    private int _created;

    /// <summary>Nobody listens.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many requests are still answered with 429, or 503.</summary>
    public int Refusals { get; set; }

    public HttpStatusCode Refusal { get; set; }

    /// <summary>Whether the next request for a further page finds the list too old.</summary>
    public bool ExpireNextPage { get; set; }

    /// <summary>What happened to clients, by name, to see that it did.</summary>
    public Dictionary<string, int> Misbehaved { get; } = [];

    public IReadOnlyDictionary<string, StoredObject> Objects
    {
        get
        {
            lock (_lock) return new Dictionary<string, StoredObject>(_objects);
        }
    }

    public int Count
    {
        get
        {
            lock (_lock) return _objects.Count;
        }
    }

    public int OpenWatches
    {
        get
        {
            lock (_lock) return _watches.Count(w => !w.IsSilent);
        }
    }

    /// <summary>Creates, changes, deletes and replaces objects at random, holding their number near a target.</summary>
    public void Mutate(int changes, int target)
    {
        lock (_lock)
        {
            var names = _objects.Keys.ToList();
            for (var i = 0; i < changes; i++)
            {
                var name = names.Count > 0 ? names[_random.Next(names.Count)] : "";
                var what = _random.Next(100);
                if (!_objects.TryGetValue(name, out var obj) || what < 10) Create($"c{_created++:d7}");
                else if (what < 70) Store("MODIFIED", name, obj with { Version = ++_version });
                else if (what < 85 || _objects.Count > target) Delete(name);
                else Replace(name);
            }
        }
    }

    /// <summary>Creates objects until there are so many.</summary>
    public void Fill(int count)
    {
        lock (_lock)
            while (_objects.Count < count) Create($"c{_created++:d7}");
    }

    /// <summary>Forgets all events.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _oldest = ++_version;
            _history.Clear();
            _listed = [];
            _listToken = "";
        }
    }

    /// <summary>Ends all watches in some way.</summary>
    public void End(Action<SoakWatch> how)
    {
        lock (_lock)
        {
            foreach (var watch in _watches) how(watch);
            _watches.Clear();
        }
    }

    /// <summary>Stops telling the watches anything, without ending them.</summary>
    public void FallSilent()
    {
        lock (_lock)
            foreach (var watch in _watches) watch.IsSilent = true;
        Note("silence");
    }

    public void Bookmark()
    {
        lock (_lock)
            foreach (var watch in _watches) watch.Send(SoakWatch.Bookmark(++_version));
    }

    public void Note(string what)
    {
        lock (_lock) Misbehaved[what] = Misbehaved.GetValueOrDefault(what) + 1;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = request.RequestUri!.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]), StringComparer.Ordinal);
        lock (_lock) return Task.FromResult(Answered(query));
    }

    private HttpResponseMessage Answered(Dictionary<string, string> query)
    {
        if (IsDown)
        {
            Note("down");
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        }

        if (Refusals > 0)
        {
            Refusals--;
            Note(Refusal.ToString());
            var busy = Answer.Refusal(Refusal, Refusal.ToString(), "later");
            busy.Headers.RetryAfter = new(TimeSpan.FromSeconds(2));
            return busy;
        }

        return query.ContainsKey("watch") ? Watched(long.Parse(query["resourceVersion"], CultureInfo.InvariantCulture)) : Listed(query);
    }

    private HttpResponseMessage Listed(Dictionary<string, string> query)
    {
        var from = 0;
        if (query.TryGetValue("continue", out var token))
        {
            var parts = token.Split('@');
            if (ExpireNextPage) _listToken = "";
            ExpireNextPage = false;
            if (parts[1] != _listToken) return Gone("410 between pages");
            from = int.Parse(parts[0], CultureInfo.InvariantCulture);
        }
        else
        {
            _listed = [.. _objects];
            _listToken = (++_version).ToString(CultureInfo.InvariantCulture);
        }

        var limit = query.TryGetValue("limit", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
        var page = _listed.Skip(from).Take(limit).Select(o => o.Value.Json(o.Key));
        var next = _listed.Count - from > limit ? $"{from + limit}@{_listToken}" : "";
        return Json($$"""{"kind":"ConfigMapList","metadata":{"resourceVersion":"{{_listToken}}","continue":"{{next}}"},"items":[{{string.Join(',', page)}}]}""");
    }

    private HttpResponseMessage Watched(long from)
    {
        if (from < _oldest) return Gone("410 as status");
        var watch = new SoakWatch();
        foreach (var (version, line) in _history)
            if (version > from) watch.Send(line);
        _watches.Add(watch);
        return watch.Response;
    }

    private HttpResponseMessage Gone(string what)
    {
        Note(what);
        return Answer.Refusal(HttpStatusCode.Gone, "Expired", "too old resource version");
    }

    private void Create(string name) => Store("ADDED", name, new(Guid.NewGuid().ToString(), ++_version));

    private void Delete(string name)
    {
        var last = _objects[name] with { Version = ++_version };
        _objects.Remove(name);
        Tell(last.Version, SoakWatch.Line("DELETED", last.Json(name)));
    }

    private void Replace(string name)
    {
        Delete(name);
        Create(name);
        Note("replaced");
    }

    private void Store(string type, string name, StoredObject obj)
    {
        _objects[name] = obj;
        Tell(obj.Version, SoakWatch.Line(type, obj.Json(name)));
    }

    private void Tell(long version, byte[] line)
    {
        _history.Enqueue((version, line));
        if (_history.Count > LongestHistory) _oldest = _history.Dequeue().Version;
        foreach (var watch in _watches) watch.Send(line);
    }

    private static HttpResponseMessage Json(string body) =>
        new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
