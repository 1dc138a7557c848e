using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.ControlPlane;
using GitOpsGuard.Recorder.Recorded;

namespace GitOpsGuard.Recorder.Servers;

/// <summary>A server that recordings are made from or replayed to.</summary>
internal sealed class TestedServer(ICluster cluster, ScriptedWebhooks webhooks, TimeProvider time) : IAsyncDisposable
{
    private const string Administrator = "recorder:system:masters";
    private readonly ConcurrentDictionary<string, Lazy<Task<HttpClient>>> _clients = new(StringComparer.Ordinal);

    public ScriptedWebhooks Webhooks => webhooks;

    /// <summary>The server's clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Host and port.</summary>
    public string Authority => cluster.Address.Authority;

    public async Task<string> VersionAsync(CancellationToken cancel)
    {
        var answer = await SendAsync(new RecordedRequest("GET", "/version"), cancel);
        return (string)RecordedAnswer.Read(answer.Content)!["gitVersion"]!;
    }

    /// <summary>
    /// Makes a namespace, with the account that pods run as: controllers make one where they run. The authority's
    /// certificate, which they would put beside it, is taken away where a scenario does without them.
    /// </summary>
    public async Task PrepareAsync(string name, bool controllers, CancellationToken cancel)
    {
        await CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, cancel);
        await CreateAsync($"/api/v1/namespaces/{name}/serviceaccounts", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } }, cancel);
        if (!controllers) await SendAsync(new RecordedRequest("DELETE", $"/api/v1/namespaces/{name}/configmaps/kube-root-ca.crt"), cancel);
    }

    public async Task<RawAnswer> SendAsync(RecordedRequest request, CancellationToken cancel)
    {
        using var message = Message(request);
        using var response = await (await ClientAsync(request)).SendAsync(message, cancel);
        return new RawAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            Warnings(response),
            await response.Content.ReadAsByteArrayAsync(cancel));
    }

    /// <summary>Opens a watch; the answer's head has come when the task completes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(RecordedRequest request, CancellationToken cancel)
    {
        using var message = Message(request);
        return await (await ClientAsync(request)).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values) (await client.Value).Dispose();
        await cluster.DisposeAsync();
    }

    private static string[] Warnings(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Warning", out var values) ? [.. values] : [];

    private HttpRequestMessage Message(RecordedRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(cluster.Address, request.Path));
        if (request.Content() is { } content) message.Content = new ByteArrayContent(content);
        if (request.ContentType is not null)
        {
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        if (request.Accept is not null) message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.Bearer is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Bearer);
        foreach (var (name, values) in request.Headers)
        {
            if (values.Length > 1) throw new InvalidDataException($"{name} has several values, which the client would send as one");
            message.Headers.TryAddWithoutValidation(name, values);
        }

        return message;
    }

    private async Task CreateAsync(string path, JsonObject body, CancellationToken cancel)
    {
        var answer = await SendAsync(new RecordedRequest("POST", path) { ContentType = "application/json", Body = body }, cancel);
        if (answer.Code is not (201 or 409)) throw new InvalidOperationException($"{path} answered {answer.Code}");
    }

    private Task<HttpClient> ClientAsync(RecordedRequest request)
    {
        var user = request.Bearer is not null ? "" : request.User ?? Administrator;
        return _clients.GetOrAdd(user, _ => new Lazy<Task<HttpClient>>(() => ConnectAsync(user))).Value;
    }

    private async Task<HttpClient> ConnectAsync(string user)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509Certificate2.CreateFromPem(cluster.CertificateAuthorityPem) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        if (user.Length > 0)
        {
            var parts = user.Split(':', 2);
            var issued = await cluster.IssueAsync(parts[0], parts.Length > 1 ? parts[1].Split(',') : [], CancellationToken.None);
            handler.SslOptions.ClientCertificates = [issued.ToX509()];
        }

        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
    }
}
