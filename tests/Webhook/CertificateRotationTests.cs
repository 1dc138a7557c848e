using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using GitOpsGuard.Webhook.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

public sealed class CertificateRotationTests : IDisposable
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly CertificateRotation _rotation = new(Overlap);
    private readonly OwnIssuer _own = new(["guard.test"]);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture));
    private readonly FakeApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public void The_leaf_changes_only_after_the_new_authority_has_been_trusted_for_a_while()
    {
        var first = _rotation.Step(_own, null, "", "", Now)!;
        Assert.Null(_rotation.Step(_own, first, "", "", Now));

        var published = _rotation.Step(_own, first, "please", "", Now)!;
        Assert.Equal(first.Leaf, published.Leaf);
        Assert.True(Trusts(published.Trusted, first.Leaf));
        Assert.Null(_rotation.Step(_own, published, "please", published.Trusted, Now + Overlap - TimeSpan.FromSeconds(1)));

        Assert.Null(_rotation.Step(_own, published, "please", first.Trusted, Now + Overlap));

        var switched = _rotation.Step(_own, published, "please", published.Trusted, Now + Overlap)!;
        Assert.NotEqual(first.Leaf, switched.Leaf);
        Assert.True(Trusts(published.Trusted, switched.Leaf));
        Assert.True(Trusts(switched.Trusted, first.Leaf));
        Assert.False(Trusts(first.Trusted, switched.Leaf));
        Assert.Equal((first.Path, published.NextPath), (published.Path, switched.Path));
        Assert.Equal(first.Path, switched.FormerPath);

        var ended = _rotation.Step(_own, switched, "please", "", Now + Overlap + Overlap)!;
        Assert.True(Trusts(ended.Trusted, switched.Leaf));
        Assert.False(Trusts(ended.Trusted, first.Leaf));
        Assert.Null(_rotation.Step(_own, ended, "please", "", Now + Overlap + Overlap + Overlap));
    }

    [Fact]
    public void An_authority_near_its_end_is_replaced_unasked()
    {
        var first = _rotation.Step(_own, null, "", "", Now)!;
        Assert.Null(_rotation.Step(_own, first with { Leaf = _own.NewLeaf(first.Authority, Now.AddYears(7)) }, "", "", Now.AddYears(7)));
        Assert.NotNull(_rotation.Step(_own, first, "", "", Now.AddYears(9))!.Next);
    }

    [Fact]
    public async Task Two_replicas_agree_at_every_step()
    {
        using var client = _api.Client(new() { Time = _time });
        using var one = Store(client);
        using var other = Store(client);
        await Task.WhenAll(one.LoadAsync(TestContext.Current.CancellationToken), other.LoadAsync(TestContext.Current.CancellationToken));
        var (leaf, path) = (one.Current.Leaf, one.Current.Path);
        var strangers = 0;
        one.Changed = other.Changed = () =>
        {
            one.Published = other.Published = one.Current.Authority;
            Interlocked.Add(ref strangers, Agree(one.Current, other.Current) && Agree(other.Current, one.Current) ? 0 : 1);
        };
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(one.RunAsync(stop.Token), other.RunAsync(stop.Token));

        var wish = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["gitopsguard.dev/rotate"] = "1" } } };
        await client.MergePatchAsync(BuiltInResources.Secrets, Names.Namespace, Names.WebhookCertificateSecret, wish, null, TestContext.Current.CancellationToken);
        await Eventually.Holds(() => !one.Current.Leaf.Equals(leaf) && !Trusts(one.Current.Authority, leaf) && Same(one.Current, other.Current), _time, TimeSpan.FromSeconds(1));

        Assert.Equal(0, strangers);
        Assert.Equal(one.Current.Path, other.Current.Path);
        Assert.NotEqual(path, one.Current.Path);
        Assert.False(one.Current.Answers(path));
        await stop.CancelAsync();
        await running;
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Whether an API server that one replica has told of itself can call the other.</summary>
    private bool Agree(ServingIdentity told, ServingIdentity called) => Trusts(told.Authority, called.Leaf) && called.Answers(told.Path);

    private static bool Same(ServingIdentity one, ServingIdentity other) => one.Leaf.Equals(other.Leaf) && one.Authority == other.Authority;

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
        new() { Address = IPAddress.Loopback, HttpsPort = 1, HealthPort = 2, Url = null, Namespace = Names.Namespace, PodName = "p", CertificateOverlap = Overlap },
        _time,
        NullLogger<CertificateStore>.Instance);
}
