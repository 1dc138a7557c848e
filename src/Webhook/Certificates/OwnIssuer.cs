using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>The guard's own authority and leaf: ECDSA on P-256.</summary>
/// <param name="hosts">Names and addresses by which the API server reaches the guard.</param>
internal sealed class OwnIssuer(IReadOnlyList<string> hosts) : ICertificateIssuer
{
    /// <summary>An authority whose end is nearer is replaced.</summary>
    private static readonly TimeSpan LastYears = TimeSpan.FromDays(2 * 365);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(365);

    /// <inheritdoc/>
    public Authority NewAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A name of its own, since two authorities are trusted side by side during a rotation.
        var name = $"CN=gitopsguard-webhook-ca-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + AuthorityLife);
        return Authority.Of(certificate);
    }

    /// <inheritdoc/>
    public X509Certificate2 NewLeaf(Authority authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = authority.Open();
        var request = new CertificateRequest("CN=gitopsguard-webhook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer, true, false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(signer, now - ClockSkew, now + LeafLife, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public bool IsPast(Authority authority, DateTimeOffset now) => authority.Key.Length == 0 || authority.NotAfter - now < LastYears;

    /// <inheritdoc/>
    public bool IsPast(X509Certificate2 leaf, Authority authority, DateTimeOffset now) =>
        new DateTimeOffset(leaf.NotAfter) - now <= LeafLife / 3 || !hosts.All(host => leaf.MatchesHostname(host, allowWildcards: false, allowCommonName: false));
}
