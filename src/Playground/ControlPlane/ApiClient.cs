using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// One identity's connection to the API server, for JSON trees by path. Any answer but a success is an
/// <see cref="ApiException"/>.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public ApiClient(ICluster cluster, ClientCertificate identity, TimeProvider time)
    {
        _time = time;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(cluster.CertificateAuthorityPem);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [identity.ToX509()],
                CertificateChainPolicy = policy,
            },
        };
        _http = new HttpClient(handler) { BaseAddress = cluster.Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whether the server says that it is ready; false while it does not answer at all.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(Relative("/readyz"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    public Task<JsonObject> CreateAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, "application/json", cancellationToken);

    public Task<JsonObject> MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken);

    public Task<JsonObject> DeleteAsync(string path, JsonObject? options, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, options, "application/json", cancellationToken);

    /// <summary>The object, or null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (ApiException error) when (error.Code == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The events of a collection from a resource version on, until the server ends the watch.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string path, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = $"{path}?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion={resourceVersion}";
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(query));
        using var response = await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await FailureAsync(response, cancellationToken);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
                yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    public void Dispose() => _http.Dispose();

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private async Task<JsonObject> SendAsync(
        HttpMethod method, string path, JsonObject? body, string? mediaType, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var request = new HttpRequestMessage(method, Relative(path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, mediaType!);

        using var response = await _http.SendAsync(request, either.Token);
        if (!response.IsSuccessStatusCode)
            throw await FailureAsync(response, either.Token);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(either.Token))!.AsObject();
    }

    private static async Task<ApiException> FailureAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var request = $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath}";
        return new ApiException(response.StatusCode, $"{request}: {Message(text) ?? response.ReasonPhrase}");
    }

    private static string? Message(string body)
    {
        try
        {
            return (string?)JsonNode.Parse(body)?["message"];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
