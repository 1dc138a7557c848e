using System.Net;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>Whether and when a request that failed is made again.</summary>
internal sealed class RetryPolicy(ApiClientOptions options)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    public bool MayRepeat(ApiRequest request, ApiException e, int attempt) =>
        attempt < options.Retries
        && (e.Code == HttpStatusCode.TooManyRequests || (request.Repeat == Repeat.WhenUnsure && IsUnsure(e)));

    public TimeSpan DelayAfter(ApiException e, int attempt)
    {
        var jitter = 1 + (0.25 * options.Random.NextDouble());
        var delay = (e.RetryAfter ?? FirstDelay * Math.Pow(2, attempt)) * jitter;
        return delay < options.LongestRetryDelay ? delay : options.LongestRetryDelay;
    }

    /// <summary>A server that nobody listens at is told of at once; one that hung up in between may have been restarted.</summary>
    private static bool IsUnsure(ApiException e) =>
        e.Code == HttpStatusCode.ServiceUnavailable
        || (e.Reason == ApiException.Unreachable && e.InnerException is HttpIOException or IOException
            or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError or HttpRequestError.Unknown });
}
