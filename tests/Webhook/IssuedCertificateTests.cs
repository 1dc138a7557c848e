using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using GitOpsGuard.Webhook.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>The guard's certificate where another issues it, into a Secret as cert-manager writes it.</summary>
public sealed class IssuedCertificateTests : IDisposable
{
    private const string Issued = "gitopsguard-webhook-issued";
    private const string Host = "gitopsguard-webhook.gitopsguard-system.svc";
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly OwnIssuer _issuer = new([Host]);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture));
    private readonly FakeApi _api = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Replicas_wait_for_it_and_then_show_it()
    {
        using var client = _api.Client(new() { Time = _time });
        using var one = Store(client);
        using var other = Store(client);
        var loading = Task.WhenAll(one.LoadAsync(Token), other.LoadAsync(Token));
        Assert.False(loading.IsCompleted);

        var authority = _issuer.NewAuthority(Now);
        var leaf = await IssueAsync(client, authority);
        await Eventually.Holds(() => loading.IsCompleted, _time, TimeSpan.FromSeconds(1));

        await loading;
        Assert.Equal((leaf, leaf), (one.Current.Leaf, other.Current.Leaf));
        Assert.Equal((authority.Certificates, one.Current.Path), (one.Current.Authority, other.Current.Path));
    }

    [Fact]
    public async Task A_renewed_leaf_is_shown_at_once_and_one_of_a_new_authority_once_that_is_trusted()
    {
        using var client = _api.Client(new() { Time = _time });
        var first = _issuer.NewAuthority(Now);
        var leaf = await IssueAsync(client, first);
        using var one = Store(client);
        using var other = Store(client);
        await Task.WhenAll(one.LoadAsync(Token), other.LoadAsync(Token));
        var strangers = 0;
        one.Changed = other.Changed = () =>
        {
            one.Published = other.Published = one.Current.Authority;
            Interlocked.Add(ref strangers, Trusts(one.Current.Authority, other.Current.Leaf) && Trusts(other.Current.Authority, one.Current.Leaf) ? 0 : 1);
        };
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(one.RunAsync(stop.Token), other.RunAsync(stop.Token));

        var renewed = await IssueAsync(client, first);
        await Eventually.Holds(() => one.Current.Leaf.Equals(renewed) && other.Current.Leaf.Equals(renewed), _time, TimeSpan.FromMilliseconds(10));
        Assert.Equal(first.Certificates, one.Current.Authority);

        var second = _issuer.NewAuthority(Now);
        var last = await IssueAsync(client, second);
        await Eventually.Holds(() => one.Current.Leaf.Equals(last) && other.Current.Leaf.Equals(last), _time, TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => one.Current.Authority == second.Certificates && other.Current.Authority == second.Certificates, _time, TimeSpan.FromSeconds(1));

        Assert.Equal(0, strangers);
        Assert.False(Trusts(one.Current.Authority, leaf));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_Secret_that_is_lost_leaves_the_last_certificate_in_use()
    {
        using var client = _api.Client(new() { Time = _time });
        var leaf = await IssueAsync(client, _issuer.NewAuthority(Now));
        using var before = Store(client);
        await before.LoadAsync(Token);
        await client.DeleteAsync(BuiltInResources.Secrets, Names.Namespace, Issued, null, Token);

        using var after = Store(client);
        await after.LoadAsync(Token);

        Assert.Equal(leaf, after.Current.Leaf);
    }

    [Theory]
    [InlineData("tls.crt", "has no tls.crt and tls.key yet")]
    [InlineData("tls.key", "has no tls.crt and tls.key yet")]
    [InlineData("ca.crt", "has no ca.crt")]
    public void What_is_missing_is_named(string key, string message)
    {
        var data = Data(_issuer.NewAuthority(Now), out _);
        data.Remove(key);

        var error = Assert.Throws<CryptographicException>(() => IssuedCertificate.Read(Secret(data), "ns/issued", Host));

        Assert.Contains($"Secret ns/issued {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_another_name_is_not_shown()
    {
        var error = Assert.Throws<CryptographicException>(() => IssuedCertificate.Read(Secret(Data(_issuer.NewAuthority(Now), out _)), "ns/issued", "guard.example.com"));

        Assert.Contains("is not for guard.example.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_stands_between_leaf_and_authority_is_trusted_too()
    {
        var (root, between) = (_issuer.NewAuthority(Now), _issuer.NewAuthority(Now));
        var data = Data(between, out _);
        data["tls.crt"] = SecretText.Encode(SecretText.Of(JsonElement.Parse(data.ToJsonString()), "tls.crt") + "\n" + between.Certificates);
        data["ca.crt"] = SecretText.Encode(root.Certificates);

        var read = IssuedCertificate.Read(Secret(data), "ns/issued", Host);

        Assert.Equal($"{root.Certificates}\n{between.Certificates}", read.Trust);
    }

    private async Task<X509Certificate2> IssueAsync(ApiClient client, Authority authority)
    {
        var secret = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["type"] = "kubernetes.io/tls", ["data"] = Data(authority, out var leaf) };
        secret["metadata"] = new JsonObject { ["name"] = Issued, ["namespace"] = Names.Namespace };
        await client.ApplyAsync(BuiltInResources.Secrets, Names.Namespace, Issued, secret, new() { FieldManager = "cert-manager-certificates-issuing", Force = true }, Token);
        return leaf;
    }

    private JsonObject Data(Authority authority, out X509Certificate2 leaf)
    {
        leaf = _issuer.NewLeaf(authority, Now);
        using var key = leaf.GetECDsaPrivateKey()!;
        return new()
        {
            ["tls.crt"] = SecretText.Encode(leaf.ExportCertificatePem()),
            ["tls.key"] = SecretText.Encode(key.ExportPkcs8PrivateKeyPem()),
            ["ca.crt"] = SecretText.Encode(authority.Certificates),
        };
    }

    private static JsonElement Secret(JsonObject data) => JsonElement.Parse(new JsonObject { ["data"] = data }.ToJsonString());

    private bool Trusts(string authorities, X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        return chain.Build(leaf);
    }

    private CertificateStore Store(ApiClient client) => new(
        client,
        new() { Address = IPAddress.Loopback, HttpsPort = 1, HealthPort = 2, Url = null, Namespace = Names.Namespace, PodName = "p", CertificateOverlap = Overlap, IssuedSecret = Issued },
        _time,
        NullLogger<CertificateStore>.Instance);
}
