using System.Net;
using GitOpsGuard.Kubernetes.Configuration;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Sends requests: identity, deadline, repetition after refusals, warnings, errors.</summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly Connection _connection;
    private readonly ApiClientOptions _options;
    private readonly HttpClient _http;
    private readonly bool _ownsCredentials;

    public ApiTransport(Connection connection, HttpMessageHandler handler, bool ownsHandler, ApiClientOptions options)
    {
        _connection = connection;
        _options = options;
        _ownsCredentials = ownsHandler;
        Handler = handler;
        _http = new HttpClient(handler, ownsHandler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    /// <summary>The connections below, which other clients of the same server may share.</summary>
    public HttpMessageHandler Handler { get; }

    public Connection Connection => _connection;

    public ApiClientOptions Options => _options;

    /// <summary>Sends and reads the whole answer with <paramref name="read"/>, all within the deadline.</summary>
    /// <exception cref="ApiException">No success.</exception>
    public async Task<T> SendAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AttemptAsync(request, read, ct);
            }
            catch (ApiException e) when (MayRepeat(request, e, attempt))
            {
                await Task.Delay(DelayAfter(e, attempt), _options.Time, ct);
            }
        }
    }

    /// <summary>Sends and returns once the headers of a success have come; the body has no deadline.</summary>
    /// <exception cref="ApiException">No success.</exception>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        return await TranslateAsync(() => SendAuthorizedAsync(request, either.Token), ct);
    }

    /// <summary>Turns failures of the network and deadlines that are not the caller's into <see cref="ApiException"/>.</summary>
    public async Task<T> TranslateAsync<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ApiException(ApiException.DeadlineExceeded, $"The server at {Address} did not answer in time.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ApiException(ApiException.Unreachable, $"The server at {Address} could not be reached: {Innermost(e)}", e);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        if (_ownsCredentials) _connection.Credentials.Dispose();
    }

    private string Address => _connection.Server.GetLeftPart(UriPartial.Authority);

    private static string Innermost(Exception e) => e.GetBaseException().Message;

    private Task<T> AttemptAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct) =>
        TranslateAsync(
            async () =>
            {
                using var deadline = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
                using var response = await SendAuthorizedAsync(request, either.Token);
                return await read(response, either.Token);
            },
            ct);

    private async Task<HttpResponseMessage> SendAuthorizedAsync(ApiRequest request, CancellationToken ct)
    {
        var response = await SendOnceAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized && _connection.Credentials.Reject())
        {
            response.Dispose();
            response = await SendOnceAsync(request, ct);
        }

        Warnings.Report(response, _options.Warned);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await StatusReader.ReadErrorAsync(response, _options.Time, ct);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationToken ct)
    {
        var uri = new Uri(_connection.Server.AbsoluteUri.TrimEnd('/') + request.Path);
        using var message = new HttpRequestMessage(request.Method, uri)
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        foreach (var (name, value) in _connection.Headers) message.Headers.TryAddWithoutValidation(name, value);
        if (request.Body is not null) message.Content = JsonBody.Write(request.Body, request.ContentType);
        await _connection.Credentials.AuthorizeAsync(message, ct);
        return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private bool MayRepeat(ApiRequest request, ApiException e, int attempt) =>
        request.Repeatable
        && attempt < _options.Retries
        && e.Code is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    private TimeSpan DelayAfter(ApiException e, int attempt)
    {
        var jitter = 1 + (0.25 * _options.Random.NextDouble());
        var delay = (e.RetryAfter ?? FirstRetryDelay * Math.Pow(2, attempt)) * jitter;
        return delay < _options.LongestRetryDelay ? delay : _options.LongestRetryDelay;
    }
}
