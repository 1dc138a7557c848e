using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Webhook.Certificates;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>The guard's certificate where another issues it, into a Secret as cert-manager writes it.</summary>
public sealed class IssuedCertificateTests : IAsyncDisposable
{
    private const string Issued = "gitopsguard-webhook-issued";
    private const string Host = "gitopsguard-webhook.gitopsguard-system.svc";

    private readonly OwnIssuer _issuer = new([Host]);
    private readonly CertificateReplicas _replicas = new(Issued);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _replicas.Now;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();

    [Fact]
    public async Task Replicas_wait_for_it_and_then_show_it()
    {
        var loading = _replicas.LoadAsync();
        Assert.False(loading.IsCompleted);

        var authority = _issuer.NewAuthority(Now);
        var leaf = await IssueAsync(authority);
        await Eventually.Completes(loading, _replicas.Time);

        var (one, other) = (_replicas.One.Current, _replicas.Other.Current);
        Assert.Equal((leaf, leaf), (one.Leaf, other.Leaf));
        Assert.Equal((authority.Certificates, one.Path), (one.Authority, other.Path));
    }

    [Fact]
    public async Task A_renewed_leaf_is_shown_at_once_and_one_of_a_new_authority_once_that_is_trusted()
    {
        var first = _issuer.NewAuthority(Now);
        var leaf = await IssueAsync(first);
        await _replicas.LoadAsync();
        _replicas.Run();

        var renewed = await IssueAsync(first);
        await ShownAsync(renewed, TimeSpan.FromMilliseconds(10));
        Assert.Equal(first.Certificates, _replicas.One.Current.Authority);

        var second = _issuer.NewAuthority(Now);
        await ShownAsync(await IssueAsync(second), TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => BothShow(identity => identity.Authority == second.Certificates), _replicas.Time, TimeSpan.FromSeconds(1));

        Assert.Equal(0, _replicas.Strangers);
        Assert.False(_replicas.Trusts(_replicas.One.Current.Authority, leaf));
    }

    [Fact]
    public async Task A_Secret_that_is_lost_leaves_the_last_certificate_in_use()
    {
        var leaf = await IssueAsync(_issuer.NewAuthority(Now));
        await _replicas.LoadAsync();
        await _replicas.Client.DeleteAsync(BuiltInResources.Secrets, Names.Namespace, Issued, null, Token);

        using var after = _replicas.Store();
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

        var error = Assert.Throws<CryptographicException>(() => IssuedCertificate.Read(Secret(data), "ns", "issued", Host));

        Assert.StartsWith($"Secret ns/issued {message}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(": kubectl describe certificates -n ns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_another_name_is_not_shown()
    {
        var error = Assert.Throws<CryptographicException>(() => IssuedCertificate.Read(Secret(Data(_issuer.NewAuthority(Now), out _)), "ns", "issued", "guard.example.com"));

        Assert.Equal("The certificate in Secret ns/issued is not for guard.example.com; add it to the names that are asked for: kubectl describe certificates -n ns", error.Message);
    }

    [Fact]
    public void Who_stands_between_leaf_and_authority_is_trusted_too()
    {
        var (root, between) = (_issuer.NewAuthority(Now), _issuer.NewAuthority(Now));
        var data = Data(between, out _);
        data["tls.crt"] = SecretText.Encode(SecretText.Of(JsonElement.Parse(data.ToJsonString()), "tls.crt") + "\n" + between.Certificates);
        data["ca.crt"] = SecretText.Encode(root.Certificates);

        var read = IssuedCertificate.Read(Secret(data), "ns", "issued", Host);

        Assert.Equal($"{root.Certificates}\n{between.Certificates}", read.Trust);
    }

    private Task ShownAsync(X509Certificate2 leaf, TimeSpan step) => Eventually.Holds(() => BothShow(identity => identity.Leaf.Equals(leaf)), _replicas.Time, step);

    private bool BothShow(Predicate<ServingIdentity> holds) => holds(_replicas.One.Current) && holds(_replicas.Other.Current);

    private async Task<X509Certificate2> IssueAsync(Authority authority)
    {
        var secret = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["type"] = "kubernetes.io/tls", ["data"] = Data(authority, out var leaf) };
        secret["metadata"] = new JsonObject { ["name"] = Issued, ["namespace"] = Names.Namespace };
        await _replicas.Client.ApplyAsync(BuiltInResources.Secrets, Names.Namespace, Issued, secret, new() { FieldManager = "cert-manager-certificates-issuing", Force = true }, Token);
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
}
