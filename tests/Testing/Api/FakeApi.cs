using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Testing.Api;

/// <summary>
/// An API server in memory, as far as clients of it are tested: objects, lists in pages, watches with history, merge patches
/// with preconditions, finalizers, generation and status. It knows no schemas; a server-side apply is taken as a merge patch.
/// </summary>
public sealed class FakeApi : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Path, string Type, JsonObject Object)> _history = [];
    private readonly List<FakeWatch> _watches = [];
    private readonly List<FakeRequest> _requests = [];
    private long _version = 100;
    private long _oldest;

    /// <summary>Asked before each request; an answer other than null is given in place of the server's own.</summary>
    public Func<FakeRequest, HttpResponseMessage?>? Intercept { get; set; }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_lock) return [.. _requests];
        }
    }

    /// <summary>Watches that are open.</summary>
    public int OpenWatches
    {
        get
        {
            lock (_lock) return _watches.Count;
        }
    }

    /// <summary>A client of this server.</summary>
    public ApiClient Client(ApiClientOptions? options = null) => new(new Uri("http://fake/"), this, options);

    /// <summary>Creates or replaces an object, as somebody else would.</summary>
    public JsonObject Put(Resource resource, string? ns, string name, JsonObject? rest = null)
    {
        lock (_lock)
        {
            var path = resource.Path(ns, name);
            var obj = rest?.DeepClone().AsObject() ?? [];
            obj["apiVersion"] = resource.ApiVersion;
            obj["kind"] = resource.Kind;
            var metadata = obj["metadata"] as JsonObject ?? [];
            obj["metadata"] = metadata.DeepClone();
            obj["metadata"]!["name"] = name;
            if (ns is not null) obj["metadata"]!["namespace"] = ns;
            return Store(path, obj);
        }
    }

    /// <summary>Deletes an object at once, finalizers or not.</summary>
    public void Remove(Resource resource, string? ns, string name)
    {
        lock (_lock) Drop(resource.Path(ns, name));
    }

    /// <summary>Marks an object for deletion, which its finalizers hold up; deletes it where it has none.</summary>
    public void Delete(Resource resource, string? ns, string name)
    {
        lock (_lock) MarkDeleted(resource.Path(ns, name));
    }

    /// <summary>The object as it is stored, or null.</summary>
    public JsonObject? Get(Resource resource, string? ns, string name)
    {
        lock (_lock) return _objects.GetValueOrDefault(resource.Path(ns, name))?.DeepClone().AsObject();
    }

    /// <summary>Sends an event on all watches, whatever is stored.</summary>
    public void Send(string type, JsonObject obj)
    {
        lock (_lock)
            foreach (var watch in _watches) watch.Send(type, obj);
    }

    /// <summary>Ends all watches in order.</summary>
    public void EndWatches()
    {
        lock (_lock)
        {
            foreach (var watch in _watches) watch.End();
            _watches.Clear();
        }
    }

    /// <summary>Ends all watches by an error event.</summary>
    public void FailWatches(HttpStatusCode code, string reason)
    {
        lock (_lock)
        {
            foreach (var watch in _watches) watch.Send("ERROR", Answer.Status(code, reason, "too old"));
            EndWatches();
        }
    }

    /// <summary>Sends a bookmark on all watches.</summary>
    public void Bookmark()
    {
        lock (_lock)
        {
            var bookmark = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = $"{++_version}" } };
            foreach (var watch in _watches) watch.Send("BOOKMARK", bookmark);
        }
    }

    /// <summary>Forgets all events, so that older resource versions are answered with 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _oldest = ++_version;
            _history.Clear();
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var read = await FakeRequest.ReadAsync(request, cancellationToken);
        lock (_lock) _requests.Add(read);
        if (Intercept?.Invoke(read) is { } answer) return answer;
        lock (_lock) return Route(read);
    }

    private HttpResponseMessage Route(FakeRequest request) => request.Method switch
    {
        "GET" when request.IsWatch => Watch(request),
        "GET" when _objects.TryGetValue(request.Path, out var obj) => Answer.Ok(obj),
        "GET" when IsCollection(request.Path) => List(request),
        "POST" => Create(request),
        "PATCH" => Patch(request),
        "DELETE" => Delete(request),
        _ => NotFound(request),
    };

    private HttpResponseMessage List(FakeRequest request)
    {
        var limit = request.Query.TryGetValue("limit", out var l) ? int.Parse(l) : int.MaxValue;
        var after = request.Query.GetValueOrDefault("continue", "");
        var rest = _objects.Where(o => IsIn(o.Key, request.Path) && string.CompareOrdinal(o.Key, after) > 0).ToList();
        var page = rest.Take(limit).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = $"{_version}" };
        if (rest.Count > page.Count) metadata["continue"] = page[^1].Key;
        return Answer.Ok(new JsonObject
        {
            ["kind"] = "List",
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. page.Select(o => WithoutType(o.Value))]),
        });
    }

    private HttpResponseMessage Watch(FakeRequest request)
    {
        var from = long.Parse(request.Query.GetValueOrDefault("resourceVersion", "0"));
        if (from < _oldest) return Answer.Refusal(HttpStatusCode.Gone, "Expired", "too old resource version");
        var watch = new FakeWatch(request.Path);
        foreach (var e in _history)
            if (e.Version > from && IsIn(e.Path, request.Path)) watch.Send(e.Type, e.Object);
        _watches.Add(watch);
        return watch.Response;
    }

    private HttpResponseMessage Create(FakeRequest request)
    {
        var obj = request.Body!.AsObject();
        var path = $"{request.Path}/{obj["metadata"]!["name"]}";
        if (_objects.ContainsKey(path)) return Answer.Refusal(HttpStatusCode.Conflict, "AlreadyExists", $"{path} already exists");
        return Answer.Json(HttpStatusCode.Created, Store(path, obj.DeepClone().AsObject()));
    }

    private HttpResponseMessage Patch(FakeRequest request)
    {
        var status = request.Path.EndsWith("/status", StringComparison.Ordinal);
        var path = status ? request.Path[..^"/status".Length] : request.Path;
        var patch = request.Body!.AsObject();
        if (!_objects.TryGetValue(path, out var old))
        {
            return request.Headers["Content-Type"].StartsWith("application/apply-patch", StringComparison.Ordinal) && !status
                ? Answer.Json(HttpStatusCode.Created, Store(path, patch.DeepClone().AsObject()))
                : NotFound(request);
        }

        foreach (var name in new[] { "uid", "resourceVersion" })
            if (patch["metadata"]?[name] is { } wanted && (string?)wanted != (string?)old["metadata"]![name])
                return Answer.Refusal(HttpStatusCode.Conflict, "Conflict", "the object has been modified");
        var changed = old.DeepClone().AsObject();
        Merge(changed, patch);
        // A subresource writes its own part; all else stays.
        var (keep, take) = status ? (old, changed) : (changed, old);
        var result = keep.DeepClone().AsObject();
        if (take["status"] is { } part) result["status"] = part.DeepClone();
        else result.Remove("status");
        return Answer.Ok(JsonNode.DeepEquals(result, old) ? old : Store(path, result));
    }

    private HttpResponseMessage Delete(FakeRequest request)
    {
        if (!_objects.TryGetValue(request.Path, out var obj)) return NotFound(request);
        if (request.Body?["preconditions"]?["uid"] is { } uid && (string?)uid != (string?)obj["metadata"]!["uid"])
            return Answer.Refusal(HttpStatusCode.Conflict, "Conflict", "the UID in the precondition does not match");
        MarkDeleted(request.Path);
        return Answer.Ok(new JsonObject { ["kind"] = "Status", ["status"] = "Success" });
    }

    private void MarkDeleted(string path)
    {
        var obj = _objects[path].DeepClone().AsObject();
        obj["metadata"]!["deletionTimestamp"] = "2030-01-01T00:00:00Z";
        Store(path, obj);
    }

    private JsonObject Store(string path, JsonObject obj)
    {
        var old = _objects.GetValueOrDefault(path);
        var metadata = obj["metadata"]!.AsObject();
        metadata["uid"] = old?["metadata"]!["uid"]?.DeepClone() ?? Guid.NewGuid().ToString();
        metadata["resourceVersion"] = $"{++_version}";
        var same = old is not null && JsonNode.DeepEquals(old["spec"], obj["spec"]);
        metadata["generation"] = ((long?)old?["metadata"]!["generation"] ?? 0) + (same ? 0 : 1);
        _objects[path] = obj;
        if (metadata["deletionTimestamp"] is not null && metadata["finalizers"] is not JsonArray { Count: > 0 }) Drop(path);
        else Tell(old is null ? "ADDED" : "MODIFIED", path, obj);
        return obj.DeepClone().AsObject();
    }

    private void Drop(string path)
    {
        var last = _objects[path].DeepClone().AsObject();
        last["metadata"]!["resourceVersion"] = $"{++_version}";
        _objects.Remove(path);
        Tell("DELETED", path, last);
    }

    private void Tell(string type, string path, JsonObject obj)
    {
        _history.Add((_version, path, type, obj.DeepClone().AsObject()));
        foreach (var watch in _watches)
            if (IsIn(path, watch.Collection)) watch.Send(type, obj);
    }

    private static HttpResponseMessage NotFound(FakeRequest request) =>
        Answer.Refusal(HttpStatusCode.NotFound, "NotFound", $"{request.Path} not found");

    private static JsonObject WithoutType(JsonObject obj)
    {
        var item = obj.DeepClone().AsObject();
        item.Remove("apiVersion");
        item.Remove("kind");
        return item;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is not JsonObject inner) target[name] = value.DeepClone();
            else
            {
                if (target[name] is not JsonObject child) target[name] = child = [];
                Merge(child, inner);
            }
        }
    }

    /// <summary>Objects end in a name, collections in a plural; an address without a namespace holds all namespaces.</summary>
    private static bool IsIn(string path, string collection)
    {
        var parent = path[..path.LastIndexOf('/')];
        if (parent == collection) return true;
        var at = parent.IndexOf("/namespaces/", StringComparison.Ordinal);
        if (at < 0) return false;
        var plural = parent[parent.LastIndexOf('/')..];
        return parent[..at] + plural == collection;
    }

    private static bool IsCollection(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        parts.RemoveRange(0, Math.Min(parts.Count, parts[0] == "api" ? 2 : 3));
        if (parts is ["namespaces", _, _, ..]) parts.RemoveRange(0, 2);
        return parts.Count == 1;
    }
}
