using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>One keep-alive connection of HTTP/1.1 over TLS, by the ordinary client of .NET, as an API server uses that of Go.</summary>
internal sealed class LoadConnection : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http;
    private readonly byte[] _answer = new byte[16 * 1024];

    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "It speaks to programs of its own on loopback.")]
    public LoadConnection(int port, string path)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        _http = new(handler) { BaseAddress = new Uri($"https://localhost:{port}{path}") };
    }

    /// <summary>Sends a review and reads its answer.</summary>
    /// <returns>Whether the review was allowed.</returns>
    /// <exception cref="InvalidOperationException">The answer is no review.</exception>
    public async ValueTask<bool> AskAsync(byte[] review)
    {
        using var body = new ByteArrayContent(review) { Headers = { ContentType = Json } };
        using var request = new HttpRequestMessage(HttpMethod.Post, _http.BaseAddress) { Content = body };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        return Allowed(_answer.AsSpan(0, await stream.ReadAtLeastAsync(_answer, _answer.Length, throwOnEndOfStream: false)));
    }

    public void Dispose() => _http.Dispose();

    private static bool Allowed(ReadOnlySpan<byte> answer)
    {
        if (answer.IndexOf("\"allowed\":true"u8) > 0) return true;
        if (answer.IndexOf("\"allowed\":false"u8) > 0) return false;
        throw new InvalidOperationException($"This is no answer: {Encoding.UTF8.GetString(answer)}");
    }
}
