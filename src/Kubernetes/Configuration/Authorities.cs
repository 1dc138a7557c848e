using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// The authorities that may have signed a server's certificate. Those of a file are read again for each new connection, so that
/// a bundle which somebody renews is followed while the process runs; what cannot be read leaves the last ones in place.
/// </summary>
internal sealed class Authorities
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly Func<string> _read;
    private volatile Bundle _bundle;

    /// <param name="read">Reads the PEM text.</param>
    /// <exception cref="CryptographicException">The text is no PEM.</exception>
    public Authorities(Func<string> read)
    {
        _read = read;
        _bundle = Parse(read());
    }

    /// <summary>The certificates as they are now.</summary>
    public X509Certificate2Collection Current()
    {
        try
        {
            var pem = _read();
            if (pem != _bundle.Pem && Parse(pem) is { Certificates.Count: > 0 } fresh) _bundle = fresh;
        }
        catch (Exception e) when (e is ApiException or CryptographicException)
        {
            // Somebody is writing it just now.
        }

        return _bundle.Certificates;
    }

    /// <summary>Whether one of them has signed the certificate of a server that bears the expected name.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? offered, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || errors is not (SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors))
            return false;
        var authorities = Current();
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(authorities);
        if (offered is not null) chain.ChainPolicy.ExtraStore.AddRange(offered.ChainPolicy.ExtraStore);
        return chain.Build(leaf) || EndsAtIntermediate(chain, authorities);
    }

    /// <summary>A bundle may hold an authority without the one above it; as for kubectl, that is enough.</summary>
    private static bool EndsAtIntermediate(X509Chain chain, X509Certificate2Collection authorities) =>
        chain.ChainStatus.All(s => s.Status is X509ChainStatusFlags.PartialChain)
        && chain.ChainElements.Count > 0
        && authorities.Contains(chain.ChainElements[^1].Certificate);

    private static Bundle Parse(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return new(pem, certificates);
    }

    private sealed record Bundle(string Pem, X509Certificate2Collection Certificates);
}
