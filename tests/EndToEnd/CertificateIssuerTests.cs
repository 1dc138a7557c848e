using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.Playground;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>The guard with a certificate of cert-manager's, which a token of its account stands for.</summary>
public sealed class CertificateIssuerTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Guard = "gitopsguard-system";

    /// <summary>The key of the next certificate, which cert-manager keeps in a Secret named after the Certificate until it is issued.</summary>
    private const string NextKey = $$"""
        apiVersion: v1
        kind: Secret
        metadata:
          generateName: gitopsguard-webhook-issued-
          namespace: {{Guard}}
          labels: {cert-manager.io/next-private-key: "true"}
        """;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guard_serves_what_cert_manager_issues_and_lets_it_write_nothing_else_beside_the_guard()
    {
        // As far as the chart uses it: https://cert-manager.io/docs/reference/api-docs/, v1.
        (await _shop.Admin("apply", "-f", await _shop.FileOf(Workload.KindOf("cert-manager.io", "Certificate", "certificates")))).MustSucceed();
        var token = await _shop.TokenOfLookalike("cert-manager", "cert-manager");
        var chart = new PlaygroundPaths(PlaygroundPaths.FindRoot(), "").Chart;
        var upgrade = await fixture.Shop.Playground.Admin.Shell.RunAsync(
            ["helm", "upgrade", "gitops-guard", chart, "--namespace", Guard, "--reuse-values", "--set", "webhook.certificate.issuer.name=internal"], Token);
        Assert.True(upgrade.Succeeded, upgrade.Text);
        using var authority = Authority();
        var secret = await _shop.FileOf(Issue(authority));

        (await ScenarioShop.Until(() => _shop.WithToken(token, "apply", "-f", secret), applied => applied.Succeeded, fixture.Shop.Logs)).MustSucceed();
        (await _shop.WithToken(token, "create", "configmap", "other", "-n", Guard)).MustBeDenied("only its installers change it");
        (await _shop.WithToken(token, "delete", "secret", "gitopsguard-webhook-tls", "-n", Guard)).MustBeDenied("only its installers change it");
        (await _shop.WithToken(token, "create", "secret", "generic", "other", "-n", Guard)).MustBeDenied("only its installers change it");
        (await _shop.WithToken(token, "delete", "--raw", $"/api/v1/namespaces/{Guard}/secrets?fieldSelector=metadata.name%3Dgitopsguard-webhook-tls")).MustBeDenied("only its installers change it");
        (await _shop.WithToken(token, "create", "-f", await _shop.FileOf(NextKey))).MustSucceed();
        (await _shop.WithToken(token, "delete", "--raw", $"/api/v1/namespaces/{Guard}/secrets?labelSelector=cert-manager.io%2Fnext-private-key%3Dtrue")).MustSucceed();

        (await _shop.Admin("rollout", "status", "deployment/gitopsguard-webhook", "-n", Guard, "--timeout=60s")).MustSucceed();
        var bundle = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority.ExportCertificatePem()));
        await ScenarioShop.Until(
            () => _shop.Admin("get", "validatingwebhookconfiguration", "gitopsguard", "-o", "jsonpath={.webhooks[0].clientConfig.caBundle}"),
            found => Trusts(found.Output, bundle),
            fixture.Shop.Logs);
        (await _shop.Alice("scale", ScenarioShop.Web, "--replicas=5")).MustBeDenied("spec.replicas");
    }

    private static bool Trusts(string bundle, string authority) =>
        Text(bundle).Contains(Text(authority).Trim(), StringComparison.Ordinal);

    private static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=internal", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    /// <summary>The Secret as cert-manager writes it: https://cert-manager.io/docs/usage/certificate/#target-secret.</summary>
    private static string Issue(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gitopsguard-webhook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("gitopsguard-webhook.gitopsguard-system.svc");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var leaf = request.Create(authority, now.AddHours(-1), now.AddHours(12), [1, 2, 3]);
        return $$"""
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/tls
            metadata: {name: gitopsguard-webhook-issued, namespace: {{Guard}}}
            stringData:
              ca.crt: {{Quoted(authority.ExportCertificatePem())}}
              tls.crt: {{Quoted(leaf.ExportCertificatePem())}}
              tls.key: {{Quoted(key.ExportPkcs8PrivateKeyPem())}}
            """;
    }

    private static string Quoted(string text) => $"\"{text.ReplaceLineEndings("\\n")}\"";
}
