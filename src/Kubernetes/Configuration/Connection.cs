using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Where a server is, how it is reached, and as whom.</summary>
internal sealed record Connection
{
    /// <summary>Address of the server, possibly with a path.</summary>
    public required Uri Server { get; init; }

    public required ICredentials Credentials { get; init; }

    /// <summary>Namespace of the context or of the pod.</summary>
    public string? DefaultNamespace { get; init; }

    /// <summary>Authorities that may have signed the server's certificate; the system's when null.</summary>
    public Authorities? Authorities { get; init; }

    public bool SkipTlsVerify { get; init; }

    /// <summary>Name to expect in the server's certificate; the server's host when null.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Proxy to the server, possibly with name and password; null means a direct connection.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Headers of each request, for impersonation.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The transport to this server.</summary>
    public HttpMessageHandler Open(ApiClientOptions options) =>
        new RenewedConnections(() => CreateHandler(options), () => Credentials.Certificate);

    internal SocketsHttpHandler CreateHandler(ApiClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = options.ConnectionLifetime,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            ResponseDrainTimeout = TimeSpan.Zero,
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            UseCookies = false,
            RequestHeaderEncodingSelector = (name, _) => RepeatedHeaders.EncodingOf(name),
            UseProxy = Proxy is not null,
            Proxy = Proxy is null ? null : ProxyRules.ToWebProxy(Proxy),
        };
        SetTls(handler);
        return handler;
    }

    private void SetTls(SocketsHttpHandler handler)
    {
        var tls = handler.SslOptions;
        tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => Credentials.Certificate!;
        if (SkipTlsVerify)
        {
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => SkipTlsVerify;
        }
        else if (Authorities is not null)
        {
            tls.RemoteCertificateValidationCallback = Authorities.Validate;
            // The callback judges by the authorities of the moment; this keeps the system's store from being loaded for nothing.
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
        }
    }
}
