using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Playground;

/// <summary>A certificate of a server or a user, and its key, both as PEM.</summary>
internal sealed record IssuedCertificate(string CertificatePem, string KeyPem)
{
    /// <summary>Both as one, in the form in which every platform's TLS takes them.</summary>
    public X509Certificate2 ToX509()
    {
        using var joined = X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
        return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null);
    }
}
