using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>Who signs leaves.</summary>
/// <param name="Certificates">What the API server is told to trust, as PEM.</param>
/// <param name="Key">The key, as PEM; empty where another signs.</param>
internal sealed record Authority(string Certificates, string Key)
{
    /// <summary>When it ends.</summary>
    internal DateTimeOffset NotAfter
    {
        get
        {
            using var certificate = X509Certificate2.CreateFromPem(Certificates);
            return new(certificate.NotAfter);
        }
    }

    /// <summary>An authority of the guard's own.</summary>
    internal static Authority Of(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return new(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The authority in two texts; null when they are none.</summary>
    internal static Authority? Read(string certificates, string key)
    {
        try
        {
            using var certificate = key.Length == 0 ? X509Certificate2.CreateFromPem(certificates) : X509Certificate2.CreateFromPem(certificates, key);
            return new(certificates, key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The certificate with its key, to sign.</summary>
    internal X509Certificate2 Open() => X509Certificate2.CreateFromPem(Certificates, Key);
}
