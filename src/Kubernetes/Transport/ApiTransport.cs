using System.Net;
using GitOpsGuard.Kubernetes.Configuration;
using GitOpsGuard.Kubernetes.Metrics;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Sends requests: identity, rate, deadline, repetition after refusals, warnings, errors, measurements.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly RequestSender _sender;
    private readonly RetryPolicy _retries;
    private readonly RequestLimiter _limiter;
    private readonly ApiTransport? _parent;

    public ApiTransport(Connection connection, HttpMessageHandler handler, bool ownsHandler, ApiClientOptions options)
    {
        Connection = connection;
        Options = options;
        _sender = new RequestSender(connection, handler, ownsHandler, options);
        _retries = new RetryPolicy(options);
        _limiter = new RequestLimiter(options.RequestsPerSecond, options.Burst, options.Time);
    }

    private ApiTransport(ApiTransport parent, Connection connection, RequestLimiter limiter, IFence? fence)
    {
        _parent = parent;
        Connection = connection;
        Options = parent.Options;
        Fence = fence;
        _sender = parent._sender.As(connection);
        _retries = parent._retries;
        _limiter = limiter;
    }

    public Connection Connection { get; }

    public ApiClientOptions Options { get; }

    /// <summary>What must hold while something is written; nothing when null.</summary>
    public IFence? Fence { get; }

    private ClientMetrics Metrics => Options.Metrics;

    private TimeProvider Time => Options.Time;

    private string Address => Connection.Server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>The same server over the same connections at the same rate, as somebody else.</summary>
    public ApiTransport As(Connection connection) => new(this, connection, _limiter, Fence);

    /// <summary>The same, writing only while the fence holds.</summary>
    public ApiTransport Within(IFence fence) => new(this, Connection, _limiter, fence);

    /// <summary>The same without a limit of the rate, and without a fence.</summary>
    public ApiTransport Unlimited() => new(this, Connection, new RequestLimiter(0, 1, Time), fence: null);

    /// <summary>Sends and reads the whole answer with <paramref name="read"/>, all within the deadline.</summary>
    /// <exception cref="ApiException">No success.</exception>
    public async Task<T> SendAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await MeasureAsync(request, answered => AttemptAsync(request, read, answered, ct), ct);
            }
            catch (ApiException e) when (_retries.MayRepeat(request, e, attempt))
            {
                Metrics.Repeats(request, e);
                await Task.Delay(_retries.DelayAfter(e, attempt), Time, ct);
            }
        }
    }

    /// <summary>Sends and returns once the headers of a success have come; the body has no deadline.</summary>
    /// <exception cref="ApiException">No success.</exception>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken ct) =>
        MeasureAsync(request, answered => AttemptAsync<HttpResponseMessage>(request, null, answered, ct), ct);

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
            var cause = Redaction.Clean(e.GetBaseException().Message);
            throw new ApiException(ApiException.Unreachable, $"The server at {Address} could not be reached: {cause}", e);
        }
    }

    public void Dispose()
    {
        // Clients that were made from another share its connections and leave them to it.
        if (_parent is null) _sender.Dispose();
    }

    private async Task<T> MeasureAsync<T>(
        ApiRequest request, Func<Action<HttpStatusCode>, Task<T>> attempt, CancellationToken ct)
    {
        Metrics.Throttled(request, await _limiter.WaitAsync(ct));
        var began = Time.GetTimestamp();
        var code = "Canceled";
        try
        {
            return await attempt(answer => code = ClientMetrics.Code(answer));
        }
        catch (ApiException e)
        {
            code = ClientMetrics.Code(e);
            throw;
        }
        finally
        {
            Metrics.Answered(request, code, Time.GetElapsedTime(began));
        }
    }

    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body within the deadline; null returns the answer itself once its headers have come.</param>
    /// <param name="answered">Told of the code of a success.</param>
    /// <param name="ct">Cancels.</param>
    private async Task<T> AttemptAsync<T>(
        ApiRequest request,
        Func<HttpResponseMessage, CancellationToken, Task<T>>? read,
        Action<HttpStatusCode> answered,
        CancellationToken ct)
    {
        var fence = request.Writes ? Fence : null;
        var longest = fence?.Left(Options.RequestTimeout) ?? Options.RequestTimeout;
        try
        {
            return await TranslateAsync(
                async () =>
                {
                    using var deadline = new CancellationTokenSource(longest, Time);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
                    var response = await _sender.SendAsync(request, either.Token);
                    answered(response.StatusCode);
                    if (read is null) return (T)(object)response;
                    using (response) return await read(response, either.Token);
                },
                ct);
        }
        catch (ApiException e) when (e.Reason == ApiException.DeadlineExceeded && fence is not null && longest < Options.RequestTimeout)
        {
            throw fence.Lost(e);
        }
    }
}
