using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Configuration;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// A client of one API server. Objects are JSON trees, so that no field is lost. Every method fails with an
/// <see cref="ApiException"/> alone, besides cancellation. One instance serves the process; it is safe for concurrent use.
/// </summary>
public sealed class ApiClient : IDisposable
{
    private readonly ApiTransport _transport;

    internal ApiClient(ApiTransport transport) => _transport = transport;

    /// <summary>A client that speaks through <paramref name="handler"/>, which stays the caller's, without credentials.</summary>
    public ApiClient(Uri server, HttpMessageHandler handler, ApiClientOptions? options = null)
        : this(new ApiTransport(
            new Connection { Server = server, Credentials = new StaticCredentials(null, null) },
            handler,
            ownsHandler: false,
            options ?? new()))
    {
    }

    /// <summary>Address of the server.</summary>
    public Uri Server => _transport.Connection.Server;

    /// <summary>Namespace of the pod or of the kubeconfig's context.</summary>
    public string? DefaultNamespace => _transport.Connection.DefaultNamespace;

    /// <summary>
    /// The client of a pod: server from <c>KUBERNETES_SERVICE_HOST</c> and <c>_PORT</c>; token, authority and namespace from the
    /// directory that <c>GITOPSGUARD_SERVICEACCOUNT_DIR</c> names, by default the one that the kubelet mounts. Token and authority
    /// are read again as they are renewed. Proxies are never used.
    /// </summary>
    public static ApiClient InCluster(ApiClientOptions? options = null)
    {
        options ??= new();
        return Own(InClusterConfiguration.Load(Environment.GetEnvironmentVariable, options.Time), options);
    }

    /// <summary>
    /// The client of a kubeconfig, by kubectl's rules: the file, else those of <c>KUBECONFIG</c>, else <c>~/.kube/config</c>; its
    /// <c>proxy-url</c>, else <c>HTTPS_PROXY</c> and <c>NO_PROXY</c>. Authorities, certificates and tokens that lie in files are
    /// read again as they are renewed.
    /// </summary>
    /// <param name="path">Kubeconfig file; null follows the rules.</param>
    /// <param name="context">Context; null takes the current one.</param>
    /// <param name="options">How to speak; null takes the defaults.</param>
    public static ApiClient FromKubeconfig(string? path = null, string? context = null, ApiClientOptions? options = null)
    {
        options ??= new();
        return Own(KubeConfig.Load(path, Environment.GetEnvironmentVariable).Connect(context, options), options);
    }

    /// <summary>The client of a pod where this is one, else of a kubeconfig.</summary>
    public static ApiClient FromEnvironment(ApiClientOptions? options = null) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"))
            ? FromKubeconfig(options: options)
            : InCluster(options);

    /// <summary>A client of the same server, over the same connections, as the bearer of another token.</summary>
    /// <remarks>For servers that are reached without a client certificate, since a certificate would go before the token.</remarks>
    public ApiClient WithToken(string token)
    {
        var connection = _transport.Connection with
        {
            Credentials = new StaticCredentials(new("Bearer", token), null),
            Headers = [],
        };
        return new(_transport.As(connection));
    }

    /// <summary>A client of the same server, over the same connections, that makes its requests in the name of somebody else.</summary>
    /// <remarks>It replaces an impersonation that the kubeconfig asks for. The server must allow it, or answers 403.</remarks>
    public ApiClient As(Impersonation impersonation) =>
        new(_transport.As(_transport.Connection with { Headers = impersonation.Headers() }));

    /// <summary>
    /// A client of the same server that writes only while the lease is held: a write begun without it fails before it is sent,
    /// and one that is under way when the lease may pass to another is cut off, both with <see cref="ApiException.LeaseLost"/>.
    /// </summary>
    public ApiClient Within(Lease lease) => new(_transport.Within(lease.Fence));

    /// <summary>One object, or null where there is none (404).</summary>
    public Task<JsonElement?> GetAsync(Resource r, string? ns, string name, CancellationToken ct, string? subresource = null) =>
        NullWhenAbsentAsync(_transport.SendAsync(
            new(HttpMethod.Get, r.Path(ns, name, subresource), "get") { Resource = r, Subresource = subresource, Repeat = Repeat.WhenUnsure },
            JsonBody.ReadAsync,
            ct));

    /// <summary>Whatever lies at a path of the server, such as <c>/version</c>.</summary>
    public Task<JsonElement> GetPathAsync(string path, CancellationToken ct, string accept = "application/json") =>
        _transport.SendAsync(
            new(HttpMethod.Get, path, "get") { Repeat = Repeat.WhenUnsure, Accept = accept }, JsonBody.ReadAsync, ct);

    /// <summary>The same without further attempts, for what can be done without.</summary>
    internal Task<JsonElement> GetPathOnceAsync(string path, CancellationToken ct) =>
        _transport.SendAsync(new(HttpMethod.Get, path, "get"), JsonBody.ReadAsync, ct);

    /// <summary>
    /// All objects of a kind, page by page, each with <c>apiVersion</c> and <c>kind</c>. A list that takes so long that it
    /// expires goes on where it was, and is then no picture of one moment.
    /// </summary>
    /// <param name="r">The kind.</param>
    /// <param name="ns">Namespace; null means all.</param>
    /// <param name="options">Which objects; null means all.</param>
    /// <param name="ct">Cancels.</param>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        Resource r, string? ns, ListOptions? options, [EnumeratorCancellation] CancellationToken ct)
    {
        options ??= new();
        string? next = null;
        do
        {
            ListPage page;
            try
            {
                page = await ListPageAsync(r, ns, options, next, ct);
            }
            catch (ApiException e) when (e.IsExpired && e.Continue is not null)
            {
                next = e.Continue;
                continue;
            }

            foreach (var item in page.Items) yield return item;
            next = page.Continue;
        }
        while (next is not null);
    }

    /// <summary>
    /// One watch, until the server ends it. Bookmarks are asked for and yielded.
    /// </summary>
    /// <exception cref="ApiException">The watch was refused, broke, fell silent, or the server sent an error, as 410 <c>Expired</c>.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        Resource r, string? ns, WatchOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var time = _transport.Options.Time;
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        using var response = await _transport.OpenAsync(WatchRequest(r, ns, options), ct);
        silence.CancelAfter(options.Timeout + TimeSpan.FromSeconds(15));
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        await using var events = WatchReader.ReadAsync(stream, r, options.TrimText, either.Token).GetAsyncEnumerator(either.Token);
        var bookmarks = false;
        var kind = Metrics.Name(r);
        while (await NextAsync(events, ct))
        {
            bookmarks |= events.Current.Type == WatchEventType.Bookmark;
            if (bookmarks) silence.CancelAfter(options.LongestSilence);
            Metrics.Seen(kind, events.Current.Type);
            yield return events.Current;
        }
    }

    /// <summary>Creates an object, or posts to a subresource of one, such as <c>token</c> or <c>eviction</c>.</summary>
    public Task<JsonElement> CreateAsync(
        Resource r,
        string? ns,
        JsonObject obj,
        WriteOptions? o,
        CancellationToken ct,
        string? name = null,
        string? subresource = null) =>
        WriteAsync(
            new(HttpMethod.Post, r.Path(ns, name, subresource) + Query.Of(o), "create") { Resource = r, Subresource = subresource, Body = obj },
            ct);

    /// <summary>Server-side apply: creates the object or changes what it declares.</summary>
    public Task<JsonElement> ApplyAsync(
        Resource r, string? ns, string name, JsonObject obj, WriteOptions o, CancellationToken ct, string? subresource = null)
    {
        var query = Query.Of(o).Add("force", o.Force ? "true" : null);
        var request = Patch(r, r.Path(ns, name, subresource) + query, subresource, obj);
        return WriteAsync(request with { Verb = "apply", ContentType = "application/apply-patch+yaml", Repeat = Repeat.WhenUnsure }, ct);
    }

    /// <summary>JSON merge patch; a member that is null is removed.</summary>
    public Task<JsonElement> MergePatchAsync(
        Resource r, string? ns, string name, JsonObject patch, WriteOptions? o, CancellationToken ct, string? subresource = null) =>
        WriteAsync(
            Patch(r, r.Path(ns, name, subresource) + Query.Of(o), subresource, patch) with
            {
                ContentType = "application/merge-patch+json",
                Repeat = Repeat.WhenUnsure,
            },
            ct);

    /// <summary>JSON patch, operation by operation.</summary>
    public Task<JsonElement> JsonPatchAsync(
        Resource r, string? ns, string name, JsonArray patch, WriteOptions? o, CancellationToken ct, string? subresource = null) =>
        WriteAsync(
            Patch(r, r.Path(ns, name, subresource) + Query.Of(o), subresource, patch) with { ContentType = "application/json-patch+json" },
            ct);

    /// <summary>Deletes an object, or begins to where it has finalizers.</summary>
    /// <returns>False where there is none (404).</returns>
    public async Task<bool> DeleteAsync(Resource r, string? ns, string name, DeleteOptions? o, CancellationToken ct)
    {
        var request = new ApiRequest(HttpMethod.Delete, r.Path(ns, name), "delete")
        {
            Resource = r,
            Body = DeleteBody(o ?? new()),
            Repeat = Repeat.WhenUnsure,
        };
        return await NullWhenAbsentAsync(WriteAsync(request, ct)) is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    internal Metrics.ClientMetrics Metrics => _transport.Options.Metrics;

    /// <summary>The same client without a limit of its rate, for what must not wait behind other work.</summary>
    internal ApiClient Unlimited() => new(_transport.Unlimited());

    internal Task<ListPage> ListPageAsync(Resource r, string? ns, ListOptions options, string? next, CancellationToken ct)
    {
        var query = new Query()
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("limit", options.Limit > 0 ? options.Limit.ToString() : null)
            .Add("continue", next);
        return _transport.SendAsync(
            new(HttpMethod.Get, r.Path(ns) + query, "list")
            {
                Resource = r,
                Repeat = Repeat.WhenUnsure,
                Accept = options.MetadataOnly ? PartialMetadata.ListAccept : "application/json",
            },
            (response, token) => ListReader.ReadAsync(response, r, token),
            ct);
    }

    private static ApiClient Own(Connection connection, ApiClientOptions options) =>
        new(new ApiTransport(connection, connection.Open(options), ownsHandler: true, options));

    private static ApiRequest WatchRequest(Resource r, string? ns, WatchOptions options)
    {
        var query = new Query()
            .Add("watch", "true")
            .Add("allowWatchBookmarks", "true")
            .Add("resourceVersion", options.ResourceVersion)
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("timeoutSeconds", ((int)Math.Ceiling(options.Timeout.TotalSeconds)).ToString());
        return new(HttpMethod.Get, r.Path(ns) + query, "watch")
        {
            Resource = r,
            Accept = options.MetadataOnly ? PartialMetadata.Accept : "application/json",
        };
    }

    private static ApiRequest Patch(Resource r, string path, string? subresource, JsonNode body) =>
        new(HttpMethod.Patch, path, "patch") { Resource = r, Subresource = subresource, Body = body };

    private static JsonObject DeleteBody(DeleteOptions o)
    {
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        if (o.Propagation is not null) body["propagationPolicy"] = o.Propagation;
        if (o.GracePeriodSeconds is { } seconds) body["gracePeriodSeconds"] = seconds;
        if (o.DryRun) body["dryRun"] = new JsonArray("All");
        if (o.Uid is null && o.ResourceVersion is null) return body;
        var preconditions = new JsonObject();
        if (o.Uid is not null) preconditions["uid"] = o.Uid;
        if (o.ResourceVersion is not null) preconditions["resourceVersion"] = o.ResourceVersion;
        body["preconditions"] = preconditions;
        return body;
    }

    private ValueTask<bool> NextAsync(IAsyncEnumerator<WatchEvent> events, CancellationToken ct)
    {
        var next = events.MoveNextAsync();
        return next.IsCompletedSuccessfully ? next : new(_transport.TranslateAsync(next.AsTask, ct));
    }

    private static async Task<JsonElement?> NullWhenAbsentAsync(Task<JsonElement> call)
    {
        try
        {
            return await call;
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private Task<JsonElement> WriteAsync(ApiRequest request, CancellationToken ct) =>
        _transport.SendAsync(request, JsonBody.ReadAsync, ct);
}
