using System.Net.Security;
using System.Net.Sockets;

namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>Posts reviews over TLS, trusting the bundle of each webhook; services are reached through their EndpointSlices.</summary>
internal sealed class WebhookTransport(ObjectStore store) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> clients = [];

    /// <summary>The address that a client configuration names, with the timeout as the API server appends it.</summary>
    public static Uri AddressOf(JsonObject clientConfig, long timeoutSeconds)
    {
        if (clientConfig.Text("url") is { } url) return new Uri($"{url}{(url.Contains('?') ? '&' : '?')}timeout={timeoutSeconds}s");
        var service = clientConfig.Map("service");
        var host = $"{service.Text("name")}.{service.Text("namespace")}.svc:{service.Number("port") ?? 443}";
        return new Uri($"https://{host}/{service.Text("path")?.TrimStart('/')}?timeout={timeoutSeconds}s");
    }

    /// <summary>Sends a review and reads the answer.</summary>
    public async Task<JsonObject> PostAsync(JsonObject clientConfig, Uri address, JsonObject review, CancellationToken cancel)
    {
        var client = clients.GetOrAdd($"{clientConfig.ToJsonString()}", _ => Connect(clientConfig));
        using var content = new StringContent(review.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(address, content, cancel);
        if (!answer.IsSuccessStatusCode)
            throw Answered("failed to call webhook: an error on the server (\"unknown\") has prevented the request from succeeding");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel)) as JsonObject
            ?? throw Answered("received invalid webhook response: webhook response was absent");
    }

    /// <summary>A failure of a webhook that was reached and answered something else than a review.</summary>
    public static HttpRequestException Answered(string why) => new(why) { Data = { ["answered"] = true } };

    public void Dispose()
    {
        foreach (var client in clients.Values) client.Dispose();
    }

    private HttpClient Connect(JsonObject clientConfig)
    {
        var trust = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (clientConfig.Text("caBundle") is { Length: > 0 } bundle)
        {
            trust.TrustMode = X509ChainTrustMode.CustomRootTrust;
            trust.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
        }

        return new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { CertificateChainPolicy = trust },
            ConnectCallback = (context, cancel) =>
            {
                var (host, port) = clientConfig.Map("service") is { } service ? Endpoint(service)
                    : (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                return DialAsync(host, port, cancel);
            },
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> DialAsync(string host, int port, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is not SocketException { SocketErrorCode: var code }) throw;
            var why = code == SocketError.ConnectionRefused ? "connection refused" : error.Message;
            throw new HttpRequestException($"dial tcp {host}:{port}: connect: {why}", error);
        }
    }

    /// <summary>An address and port behind a Service.</summary>
    private (string Host, int Port) Endpoint(JsonObject reference)
    {
        var (space, name, wanted) = (reference.Text("namespace") ?? "", reference.Text("name") ?? "", reference.Number("port") ?? 443);
        var service = store.Find(new ObjectKey("", "services", space, name))
            ?? throw new HttpRequestException($"service \"{name}\" not found");
        var port = service.Items("spec", "ports").FirstOrDefault(entry => entry.Number("port") == wanted)
            ?? throw new HttpRequestException($"no service port {wanted} found for service \"{name}\"");
        var found = from slice in store.List(new Collection("discovery.k8s.io", "endpointslices"), space).Objects
                    where slice.Text("metadata", "labels", "kubernetes.io/service-name") == name
                    let target = slice.Items("ports").FirstOrDefault(entry => (entry.Text("name") ?? "") == (port.Text("name") ?? ""))
                        ?? slice.Items("ports").FirstOrDefault()
                    from endpoint in slice.Items("endpoints")
                    where target.Has("port") && (endpoint.At("conditions", "ready") is null || endpoint.Flag("conditions", "ready"))
                    from address in endpoint.Texts("addresses")
                    select (address, (int)target.Number("port")!);
        return found.FirstOrDefault() is { address: not null } first
            ? first
            : throw new HttpRequestException($"no endpoints available for service \"{name}\"");
    }
}
