using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>The cluster's own authority: it signs the serving certificate and client certificates, for one run.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly X509Certificate2 root;
    private readonly TimeProvider time;

    public CertificateAuthority(TimeProvider time)
    {
        this.time = time;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        root = request.CreateSelfSigned(NotBefore, NotAfter);
        Pem = root.ExportCertificatePem();
    }

    /// <summary>The authority's certificate.</summary>
    public string Pem { get; }

    private DateTimeOffset NotBefore => time.GetUtcNow().AddMinutes(-5);

    private DateTimeOffset NotAfter => time.GetUtcNow().AddYears(1);

    /// <summary>A certificate for serving on loopback and under the cluster's own names.</summary>
    public X509Certificate2 IssueServing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.Parse("10.96.0.1"));
        foreach (var name in (string[])["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"])
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = Sign(request, "1.3.6.1.5.5.7.3.1");
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A client certificate: the user is its common name, the groups are its organizations.</summary>
    public (string CertificatePem, string KeyPem) IssueClient(string user, IReadOnlyList<string> groups)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups) subject.AddOrganizationName(group);
        subject.AddCommonName(user);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        using var signed = Sign(request, "1.3.6.1.5.5.7.3.2");
        return (signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whether this authority signed a certificate that is valid now.</summary>
    public bool Signed(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    /// <summary>The user that a client certificate stands for.</summary>
    public static UserInfo UserOf(X509Certificate2 certificate)
    {
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => part.GetSingleElementType().Value == "2.5.4.10")
            .Select(part => part.GetSingleElementValue()!)
            .Reverse();
        var digest = Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));
        return new UserInfo(
            certificate.GetNameInfo(X509NameType.SimpleName, false),
            "",
            [.. groups, UserInfo.Authenticated],
            new Dictionary<string, IReadOnlyList<string>> { [UserInfo.CredentialId] = [$"X509SHA256={digest}"] });
    }

    public void Dispose() => root.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, string usage)
    {
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var generator = X509SignatureGenerator.CreateForECDsa(root.GetECDsaPrivateKey()!);
        return request.Create(root.SubjectName, generator, NotBefore, NotAfter, RandomNumberGenerator.GetBytes(16));
    }
}
