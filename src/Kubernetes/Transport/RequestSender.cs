using System.Net;
using GitOpsGuard.Kubernetes.Configuration;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Puts requests on the wire in somebody's name, and turns answers without success into errors.</summary>
internal sealed class RequestSender : IDisposable
{
    private readonly Connection _connection;
    private readonly ApiClientOptions _options;
    private readonly HttpClient _http;
    private readonly bool _ownsCredentials;

    public RequestSender(Connection connection, HttpMessageHandler handler, bool ownsHandler, ApiClientOptions options)
        : this(connection, new HttpClient(handler, ownsHandler) { Timeout = Timeout.InfiniteTimeSpan }, ownsHandler, options)
    {
    }

    private RequestSender(Connection connection, HttpClient http, bool ownsCredentials, ApiClientOptions options)
    {
        _connection = connection;
        _http = http;
        _ownsCredentials = ownsCredentials;
        _options = options;
    }

    /// <summary>The same connections in another name.</summary>
    public RequestSender As(Connection connection) => new(connection, _http, ownsCredentials: false, _options);

    /// <summary>Sends and returns once the headers of a success have come.</summary>
    /// <exception cref="ApiException">The server refused; nothing that was sent is in the message.</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken ct)
    {
        var response = await SendOnceAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized && _connection.Credentials.Reject())
        {
            response.Dispose();
            response = await SendOnceAsync(request, ct);
        }

        Warnings.Report(response, _options.Warned, text => Clean(text, request));
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await StatusReader.ReadErrorAsync(response, _options.Time, text => Clean(text, request), ct);
    }

    public void Dispose()
    {
        _http.Dispose();
        if (_ownsCredentials) _connection.Credentials.Dispose();
    }

    /// <summary>What the server says, without the values that it may repeat from the request.</summary>
    private static string Clean(string text, ApiRequest request) =>
        Redaction.Clean(Redaction.Without(text, Redaction.SecretValues(request)));

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationToken ct)
    {
        var uri = new Uri(_connection.Server.AbsoluteUri.TrimEnd('/') + request.Path);
        using var message = new HttpRequestMessage(request.Method, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        foreach (var (name, value) in _connection.Headers) message.Headers.TryAddWithoutValidation(name, value);
        // The handler asks for a certificate of the name in this header, whatever its options say.
        message.Headers.Host = _connection.TlsServerName;
        if (request.Body is not null) message.Content = JsonBody.Write(request.Body, request.ContentType);
        await _connection.Credentials.AuthorizeAsync(message, ct);
        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
    }
}
