using System.Net;
using System.Security.Cryptography.X509Certificates;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Webhook.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Webhook.Tests;

public sealed class CertificateStoreTests
{
    [Fact]
    public async Task Replicas_agree_on_authority_leaf_and_path()
    {
        using var server = new FakeApiServer();
        var (first, second) = (await LoadAsync(server, null), await LoadAsync(server, null));
        Assert.Equal((first.Authority, first.Path, first.Leaf.Thumbprint), (second.Authority, second.Path, second.Leaf.Thumbprint));
        Assert.Single(server.Writes);
    }

    [Fact]
    public async Task A_new_address_gets_a_new_leaf_of_the_same_authority()
    {
        using var server = new FakeApiServer();
        var (first, second) = (await LoadAsync(server, null), await LoadAsync(server, new("https://guard.example.com")));
        Assert.Equal((first.Authority, first.Path), (second.Authority, second.Path));
        Assert.True(second.Leaf.MatchesHostname("guard.example.com"));
        Assert.False(first.Leaf.MatchesHostname("guard.example.com"));
    }

    [Fact]
    public async Task The_leaf_is_trusted_by_who_trusts_the_authority()
    {
        using var server = new FakeApiServer();
        var identity = await LoadAsync(server, null);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(identity.Authority));
        Assert.True(chain.Build(identity.Leaf));
        Assert.True(identity.Leaf.MatchesHostname("gitopsguard-webhook.gitopsguard-system.svc"));
    }

    private static async Task<ServingIdentity> LoadAsync(FakeApiServer server, Uri? url)
    {
        using var client = new ApiClient(new("https://api.test"), server);
        var settings = new WebhookSettings
        {
            Address = IPAddress.Loopback,
            HttpsPort = 1,
            HealthPort = 2,
            Url = url,
            Namespace = "gitopsguard-system",
            PodName = "p",
        };
        var store = new CertificateStore(client, settings, TimeProvider.System, NullLogger<CertificateStore>.Instance);
        await store.LoadAsync(TestContext.Current.CancellationToken);
        return store.Current;
    }
}
