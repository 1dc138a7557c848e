using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>Who may ask: whoever shows a client certificate of an authority, and bears one of some names.</summary>
/// <param name="file">File with the authorities, as PEM; read at each handshake, so that it may change.</param>
/// <param name="names">Common names; any when empty.</param>
internal sealed class ClientTrust(string file, IReadOnlySet<string> names)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether a client is one of them.</summary>
    internal bool Accepts(X509Certificate2 certificate)
    {
        try
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(File.ReadAllText(file));
            return chain.Build(certificate) && (names.Count == 0 || names.Contains(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }
}
