using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Git.Http;

/// <summary>
/// The HTTP side of one fetch: its client, credentials, deadline and bounds. libgit2 calls back on its own terms and turns
/// every exception into text, so the first failure is kept here as a value.
/// </summary>
internal sealed class GitHttpSession : IDisposable
{
    private readonly HttpClient _client;
    private readonly GitCredentials _credentials;
    private readonly long _limit;
    private readonly string _origin;
    private long _received;

    /// <param name="address">The repository.</param>
    /// <param name="credentials">Sent to the repository's own host only.</param>
    /// <param name="limit">Most bytes that may be received, in all.</param>
    /// <param name="allowLocal">Lets connections to loopback and link-local addresses pass.</param>
    /// <param name="cancellationToken">Ends the session; holds the deadline.</param>
    public GitHttpSession(GitAddress address, GitCredentials credentials, long limit, bool allowLocal, CancellationToken cancellationToken)
    {
        (_credentials, _limit, Cancellation) = (credentials, limit, cancellationToken);
        _origin = address.Url.GetLeftPart(UriPartial.Authority);
        Base = address.Url.AbsoluteUri.TrimEnd('/');
        _client = new(Handler(credentials, allowLocal)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("git", "2.0"));
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("(gitopsguard)"));
    }

    public CancellationToken Cancellation { get; }

    /// <summary>The repository's address without a last slash; where a redirect led, once there was one.</summary>
    public string Base { get; set; }

    /// <summary>The first thing that went wrong.</summary>
    public Failure? Failure { get; private set; }

    public HttpResponseMessage Send(HttpRequestMessage request)
    {
        if (request.RequestUri!.GetLeftPart(UriPartial.Authority) == _origin) request.Headers.Authorization = _credentials.Authorization;
        return _client.Send(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>Keeps the failure, unless there is one already, and gives what ends the native call.</summary>
    public IOException Fail(Failure failure)
    {
        Failure ??= failure;
        return new(Failure.Message);
    }

    /// <summary>Counts what was received.</summary>
    /// <exception cref="IOException">It was too much.</exception>
    public void Count(int bytes)
    {
        if ((_received += bytes) > _limit)
            throw Fail(GitFailures.TooLarge(_limit));
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler(GitCredentials credentials, bool allowLocal)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
            ConnectCallback = (context, ct) => ConnectAsync(context, allowLocal, ct),
        };
        if (credentials.Authorities.Count > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(credentials.Authorities);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool allowLocal, CancellationToken ct)
    {
        var end = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(end.Host, ct);
        var direct = string.Equals(end.Host, context.InitialRequestMessage.RequestUri?.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
        if (direct && !allowLocal && addresses.Any(LocalAddresses.Contains))
            throw new LocalAddressException(end.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
