using System.Net;
using System.Net.Security;
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
    public X509Certificate2Collection? Authorities { get; init; }

    public bool SkipTlsVerify { get; init; }

    /// <summary>Name to expect in the server's certificate; the server's host when null.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Proxy to the server; null leaves it to the environment unless <see cref="Direct"/>.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Whether proxies of the environment are ignored.</summary>
    public bool Direct { get; init; }

    /// <summary>Headers of each request, for impersonation.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The transport to this server.</summary>
    public SocketsHttpHandler CreateHandler(ApiClientOptions options)
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
        };
        if (Proxy is not null) handler.Proxy = new WebProxy(Proxy);
        else if (Direct || Server.IsLoopback) handler.UseProxy = false;
        SetTls(handler);
        return handler;
    }

    private void SetTls(SocketsHttpHandler handler)
    {
        var tls = handler.SslOptions;
        tls.TargetHost = TlsServerName;
        tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => Credentials.Certificate!;
        if (SkipTlsVerify) tls.RemoteCertificateValidationCallback = Accept;
        if (Authorities is null) return;
        tls.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        tls.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
    }

    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        SkipTlsVerify || errors == SslPolicyErrors.None;
}
