using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>Posts reviews over TLS, trusting the bundle of each webhook; services are reached through their endpoints.</summary>
internal sealed class WebhookTransport(ObjectStore store) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> clients = [];

    /// <summary>The address that a client configuration names, with the timeout as the API server appends it.</summary>
    public static Uri AddressOf(JsonObject clientConfig, long timeoutSeconds)
    {
        if (clientConfig.Text("url") is { } url) return new Uri($"{url}{(url.Contains('?') ? '&' : '?')}timeout={timeoutSeconds}s");
        var service = clientConfig.Map("service") ?? [];
        var port = service.Number("port") ?? 443;
        var path = service.Text("path")?.TrimStart('/') ?? "";
        return new Uri(string.Create(CultureInfo.InvariantCulture,
            $"https://{service.Text("name")}.{service.Text("namespace")}.svc:{port}/{path}?timeout={timeoutSeconds}s"));
    }

    /// <summary>Sends a review and reads the answer.</summary>
    public async Task<JsonObject> PostAsync(JsonObject clientConfig, Uri address, JsonObject review, CancellationToken cancel)
    {
        var bundle = clientConfig.Text("caBundle") ?? "";
        var key = $"{clientConfig.Map("service")?.ToJsonString()}|{address.Authority}|{bundle}";
        var client = clients.GetOrAdd(key, _ => Connect(clientConfig, bundle));
        using var content = new StringContent(review.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(address, content, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"unexpected status code {(int)answer.StatusCode}");
        return JsonNode.Parse(text) as JsonObject ?? throw new HttpRequestException("the webhook answered no object");
    }

    public void Dispose()
    {
        foreach (var client in clients.Values) client.Dispose();
    }

    private HttpClient Connect(JsonObject clientConfig, string bundle)
    {
        var trusted = new X509Certificate2Collection();
        if (bundle.Length > 0) trusted.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => Trusts(trusted, certificate, errors),
            },
        };
        if (clientConfig.Map("service") is { } service)
        {
            handler.ConnectCallback = async (_, cancel) =>
            {
                var (host, port) = Endpoint(service);
                return await DialAsync(host, port, cancel);
            };
        }
        else
        {
            handler.ConnectCallback = async (context, cancel) =>
                await DialAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> DialAsync(string host, int port, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            var why = error.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : error.Message;
            throw new HttpRequestException($"dial tcp {host}:{port}: connect: {why}", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool Trusts(X509Certificate2Collection trusted, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if (trusted.Count == 0 || certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(new X509Certificate2(certificate));
    }

    /// <summary>An address and port behind a Service, from its EndpointSlices or its Endpoints.</summary>
    private (string Host, int Port) Endpoint(JsonObject reference)
    {
        var (inNamespace, name) = (reference.Text("namespace") ?? "", reference.Text("name") ?? "");
        var service = store.Find(new ObjectKey("", "services", inNamespace, name))
            ?? throw new HttpRequestException($"service \"{name}\" not found");
        var wanted = reference.Number("port") ?? 443;
        var port = service.Items("spec", "ports").FirstOrDefault(entry => entry.Number("port") == wanted)
            ?? throw new HttpRequestException($"no service port {wanted} found for service \"{name}\"");
        var slices = store.List(new Collection("discovery.k8s.io", "endpointslices"), inNamespace).Objects
            .Where(slice => slice.Text("metadata", "labels", "kubernetes.io/service-name") == name)
            .SelectMany(slice => slice.Items("endpoints")
                .Where(endpoint => endpoint.At("conditions", "ready") is null || endpoint.Flag("conditions", "ready"))
                .SelectMany(endpoint => endpoint.Texts("addresses"))
                .Select(address => (address, slice.Items("ports"))));
        var classic = store.Find(new ObjectKey("", "endpoints", inNamespace, name)).Items("subsets")
            .SelectMany(subset => subset.Items("addresses").Select(address => (address.Text("ip") ?? "", subset.Items("ports"))));
        foreach (var (address, ports) in slices.Concat(classic))
        {
            var target = ports.FirstOrDefault(entry => (entry.Text("name") ?? "") == (port.Text("name") ?? "")) ?? ports.FirstOrDefault();
            if (target.Number("port") is { } number) return (address, (int)number);
        }

        throw new HttpRequestException($"no endpoints available for service \"{name}\"");
    }
}
