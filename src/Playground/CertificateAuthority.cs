namespace GitOpsGuard.Playground;

/// <summary>A certificate authority in memory for one cluster's run. Its certificates (ECDSA P-256) are good for a year.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2 _certificate;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _from;

    public CertificateAuthority(string name, TimeProvider time)
    {
        _from = time.GetUtcNow().AddMinutes(-5);
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(_from, _from.AddYears(1));
    }

    public string CertificatePem => _certificate.ExportCertificatePem();
    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Who a certificate is for: the user is the common name, the groups are the organizations.</summary>
    public static X500DistinguishedName Subject(string user, IEnumerable<string> groups)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups) subject.AddOrganizationName(group);
        subject.AddCommonName(user);
        return subject.Build();
    }

    /// <summary>A serving certificate for loopback, the usual service names and the first service address.</summary>
    public IssuedCertificate IssueServing(string name, IPAddress serviceAddress)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(serviceAddress);
        string[] hosts = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
        foreach (var host in hosts) names.AddDnsName(host);
        return Issue(Subject(name, []), [ServerAuthentication, ClientAuthentication], names.Build());
    }

    /// <summary>A client certificate for a user in groups.</summary>
    public IssuedCertificate IssueClient(string user, IEnumerable<string> groups) => Issue(Subject(user, groups), [ClientAuthentication]);

    /// <summary>What a server must show that has a certificate of this authority.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificate);
        return policy;
    }

    /// <summary>Whether this authority signed a certificate that is valid now.</summary>
    public bool Signed(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = Trust() };
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private IssuedCertificate Issue(X500DistinguishedName subject, string[] usages, params X509Extension[] further)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], false));
        foreach (var extension in further) request.CertificateExtensions.Add(extension);
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using var certificate = request.Create(_certificate, _from, _from.AddYears(1), serial);
        return new IssuedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

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
