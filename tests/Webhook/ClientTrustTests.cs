using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GitOpsGuard.Webhook.Serving;

namespace GitOpsGuard.Webhook.Tests;

public sealed class ClientTrustTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly string _file = Path.GetTempFileName();
    private readonly X509Certificate2 _authority = Authority();

    public ClientTrustTests() => File.WriteAllText(_file, _authority.ExportCertificatePem());

    public void Dispose()
    {
        File.Delete(_file);
        _authority.Dispose();
    }

    [Fact]
    public async Task An_API_server_with_its_certificate_is_answered()
    {
        using var client = Client(_authority, "kube-apiserver");
        await using var guard = await RunningGuard.StartAsync(clients: new(_file, new HashSet<string> { "kube-apiserver" }), client: client);
        Assert.Equal(HttpStatusCode.OK, (await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5)))).Code);
    }

    [Theory]
    [InlineData("nobody's certificate")]
    [InlineData("another name")]
    [InlineData("another authority")]
    public async Task Whoever_else_asks_gets_no_answer(string shown)
    {
        using var other = Authority();
        using var client = shown switch
        {
            "another name" => Client(_authority, "somebody"),
            "another authority" => Client(other, "kube-apiserver"),
            _ => null,
        };
        await using var guard = await RunningGuard.StartAsync(clients: new(_file, new HashSet<string> { "kube-apiserver" }), client: client);
        await Assert.ThrowsAsync<HttpRequestException>(() => guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5))));
        Assert.Equal(HttpStatusCode.OK, (await guard.HealthAsync("/readyz")).Code);
    }

    [Fact]
    public void Authorities_that_cannot_be_read_accept_nobody()
    {
        using var client = Client(_authority, "kube-apiserver");
        Assert.True(new ClientTrust(_file, new HashSet<string>()).Accepts(client));
        Assert.False(new ClientTrust(_file + ".none", new HashSet<string>()).Accepts(client));
    }

    [Fact]
    public void Names_without_authorities_are_a_mistake()
    {
        var error = Assert.Throws<SettingsException>(() => WebhookSettings.From(name => name == "GITOPSGUARD_CLIENT_NAMES" ? "kube-apiserver" : null));
        Assert.Contains("GITOPSGUARD_CLIENT_CA", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=clients-{Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddMinutes(-5), Now.AddDays(1));
    }

    private static X509Certificate2 Client(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var signed = request.Create(authority, Now.AddMinutes(-4), Now.AddHours(1), [1, 2, 3]);
        return signed.CopyWithPrivateKey(key);
    }
}
