using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Client certificates as kubeconfigs hold them.</summary>
internal static class ClientCertificate
{
    /// <summary>Joins a certificate and its private key, both PEM.</summary>
    /// <exception cref="ApiException">They are no PEM or do not belong together.</exception>
    public static X509Certificate2 FromPem(string certificate, string key)
    {
        try
        {
            var joined = X509Certificate2.CreateFromPem(certificate, key);
            if (!OperatingSystem.IsWindows()) return joined;
            // TLS on Windows does not accept a key that lives in memory alone.
            using (joined) return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The key is in the input: only what kind of fault it is may be told.
            throw new ApiException(ApiException.InvalidConfiguration, $"The client certificate and key cannot be used: {e.Message}");
        }
    }
}
