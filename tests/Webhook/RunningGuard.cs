using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Webhook.Serving;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>A guard that listens on free ports in front of a fake API server in which Git declares Deployment and Secret of shop.</summary>
internal sealed class RunningGuard : IAsyncDisposable
{
    private const string Configuration = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/gitopsguard";

    private const string Certificate = "/api/v1/namespaces/gitopsguard-system/secrets/gitopsguard-webhook-tls";

    private readonly HttpClient _http;
    private readonly WebhookHost _host;

    private RunningGuard(WebhookHost host, FakeApiServer server, WebhookSettings settings, X509Certificate2? client)
    {
        (_host, Server, Settings) = (host, server, settings);
        var authority = Convert.FromBase64String((string)server.Get(Certificate)!["data"]!["ca.crt"]!);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(authority)));
        _http = new(new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = trust, ClientCertificateContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true) } })
        {
            DefaultRequestHeaders = { ExpectContinue = true },
        };
    }

    internal FakeApiServer Server { get; }

    internal WebhookSettings Settings { get; }

    internal static async Task<RunningGuard> StartAsync(
        bool ready = true, ClientTrust? clients = null, X509Certificate2? client = null, Action<FakeApiServer>? prepare = null)
    {
        var server = new FakeApiServer();
        prepare?.Invoke(server);
        server.Add("/apis/gitopsguard.dev/v1alpha1/namespaces/team-shop/gitsyncs/web", "{'metadata':{'name':'web','namespace':'team-shop'}}");
        server.Add(
            "/apis/gitopsguard.dev/v1alpha1/namespaces/team-shop/syncinventories/web-0",
            "{'metadata':{'name':'web-0','namespace':'team-shop'},'spec':{'sync':'web','repository':'github.com/acme/shop','revision':'main@sha1:3f2c1ab00','objects':["
            + "{'group':'apps','version':'v1','kind':'Deployment','namespace':'shop','name':'web','file':'apps/web.yaml','line':1,'lines':{'spec.replicas':8}},"
            + "{'version':'v1','kind':'Secret','namespace':'shop','name':'db','file':'apps/db.yaml','line':1}]}}");
        var settings = new WebhookSettings
        {
            Address = IPAddress.Loopback,
            HttpsPort = FreePort(),
            HealthPort = FreePort(),
            Url = null,
            Namespace = "gitopsguard-system",
            PodName = "hook-1",
            Clients = clients,
        };
        var api = new ApiClient(new("https://api.test"), server);
        var host = await WebhookHost.StartAsync(settings, api, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken);
        var guard = new RunningGuard(host, server, settings, client);
        if (!ready) return guard;
        server.Answering.TrySetResult();
        await guard.UntilAsync(async () => (await guard.HealthAsync("/readyz")).Code == HttpStatusCode.OK);
        return guard;
    }

    /// <summary>Path under which the guard told the API server that it listens.</summary>
    internal string AdmissionPath => (string)Server.Get(Configuration)!["webhooks"]![0]!["clientConfig"]!["service"]!["path"]!;

    internal async Task<(HttpStatusCode Code, string Body)> HealthAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{Settings.HealthPort}{path}"), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal Task<(HttpStatusCode Code, string Body)> PostAsync(string body, string contentType = "application/json", string? path = null) =>
        PostAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), contentType, path);

    internal async Task<(HttpStatusCode Code, string Body)> PostAsync(HttpContent body, string contentType, string? path = null)
    {
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using (body)
        {
            using var answer = await _http.PostAsync(
                new Uri($"https://127.0.0.1:{Settings.HttpsPort}{path ?? AdmissionPath}"), body, TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    internal async Task<JsonElement> ReviewAsync(string request)
    {
        var (code, body) = await PostAsync(Review(request));
        Assert.Equal(HttpStatusCode.OK, code);
        return JsonElement.Parse(body).GetProperty("response");
    }

    internal static string Review(string request) =>
        ("{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':" + request + "}").Replace('\'', '"');

    /// <summary>A scale of the managed Deployment by bob.</summary>
    internal static string Scale(int replicas, string uid = "u1") =>
        $"{{'uid':'{uid}','operation':'UPDATE','kind':{{'group':'autoscaling','version':'v1','kind':'Scale'}},'resource':{{'group':'apps','version':'v1','resource':'deployments'}},"
        + "'subResource':'scale','namespace':'shop','name':'web','userInfo':{'username':'bob','groups':['system:authenticated']},"
        + $"'object':{{'spec':{{'replicas':{replicas}}}}},'oldObject':{{'spec':{{'replicas':3}}}}}}";

    internal async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _http.Dispose();
        Server.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
