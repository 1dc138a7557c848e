using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.ControlPlane;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>
/// A fresh cluster of a test, with raw clients for any user: embedded, or a real control plane where
/// <c>KUBEBUILDER_ASSETS</c> names one, so that every expectation is held against the original too.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<HttpClient> clients = [];
    private readonly DirectoryInfo folder;

    private TestCluster(ICluster cluster, DirectoryInfo state) => (Server, folder) = (cluster, state);

    public ICluster Server { get; }

    public HttpClient Admin { get; private set; } = null!;

    public static async Task<TestCluster> StartAsync()
    {
        var state = Directory.CreateTempSubdirectory("cluster-");
        var assets = Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS");
        var services = new PlaygroundServices(
            new PlaygroundPaths(AppContext.BaseDirectory, state.FullName),
            new Dictionary<string, string>(),
            TimeProvider.System);
        var choice = new ClusterChoice(string.IsNullOrEmpty(assets) ? null : assets, null, null);
        return await StartedAsync(await choice.StartAsync(services, TestContext.Current.CancellationToken), state);
    }

    /// <summary>An embedded cluster with options that no other has.</summary>
    public static async Task<TestCluster> StartAsync(EmbeddedClusterOptions options)
    {
        var state = Directory.CreateTempSubdirectory("cluster-");
        var server = await EmbeddedCluster.StartAsync(state.FullName, options, TestContext.Current.CancellationToken);
        return await StartedAsync(server, state);
    }

    /// <summary>A client with a certificate.</summary>
    public async Task<HttpClient> AsAsync(string user, params string[] groups)
    {
        var (certificate, key) = await Server.IssueAsync(user, groups, TestContext.Current.CancellationToken);
        var handler = Handler();
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(certificate, key)];
        return Keep(handler);
    }

    /// <summary>A client with a bearer token.</summary>
    public HttpClient WithToken(string token)
    {
        var client = Keep(Handler());
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public Task<(HttpStatusCode Code, JsonObject Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<(HttpStatusCode Code, JsonObject Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(HttpStatusCode Code, JsonObject Body)> ApplyAsync(string path, string body) =>
        SendAsync(HttpMethod.Patch, path, body, "application/apply-patch+yaml");

    public Task<(HttpStatusCode Code, JsonObject Body)> MergeAsync(string path, string body) =>
        SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public async Task<(HttpStatusCode Code, JsonObject Body)> SendAsync(
        HttpMethod method, string path, string? body, string media = "application/json", HttpClient? client = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new(media);
        }

        using var answer = await (client ?? Admin).SendAsync(request, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return (answer.StatusCode, IsJson(answer) ? JsonNode.Parse(text)!.AsObject() : new JsonObject { ["message"] = text });
    }

    /// <summary>Asks until an object answers as wanted; fails after a minute.</summary>
    public async Task<JsonObject> EventuallyAsync(string path, Func<HttpStatusCode, JsonObject, bool> wanted)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            var (code, body) = await GetAsync(path);
            if (wanted(code, body)) return body;
            Assert.False(deadline.IsCancellationRequested, $"{path} did not become as wanted: {body}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>Creates an object as somebody, as soon as that is answered otherwise than <paramref name="not"/>, for a minute at most.</summary>
    public async Task<(HttpStatusCode Code, JsonObject Body)> PostOnceNotAsync(
        HttpStatusCode not, string path, string body, HttpClient? client = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await SendAsync(HttpMethod.Post, path, body, client: client);
            if (answer.Code != not || TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(1)) return answer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        await Server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static async Task<TestCluster> StartedAsync(ICluster server, DirectoryInfo state)
    {
        var test = new TestCluster(server, state);
        test.Admin = await test.AsAsync("admin", "system:masters");
        await test.EventuallyAsync("/api/v1/namespaces/default/serviceaccounts/default", (code, _) => code == HttpStatusCode.OK);
        return test;
    }

    private static bool IsJson(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType == "application/json";

    private HttpClient Keep(SocketsHttpHandler handler)
    {
        var client = new HttpClient(handler) { BaseAddress = Server.Address };
        clients.Add(client);
        return client;
    }

    private SocketsHttpHandler Handler()
    {
        var trusted = X509Certificate2.CreateFromPem(Server.CertificateAuthorityPem);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { trusted },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
    }
}
