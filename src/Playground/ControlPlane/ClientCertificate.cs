using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>A client certificate and its key, both as PEM.</summary>
internal sealed record ClientCertificate(string CertificatePem, string KeyPem)
{
    public X509Certificate2 ToX509() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
}
