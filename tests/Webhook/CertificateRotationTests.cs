using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Webhook.Certificates;

namespace GitOpsGuard.Webhook.Tests;

public sealed class CertificateRotationTests : IAsyncDisposable
{
    private static readonly TimeSpan Overlap = CertificateReplicas.Overlap;

    private readonly CertificateRotation _rotation = new(Overlap);
    private readonly OwnIssuer _own = new(["guard.test"]);
    private readonly CertificateReplicas _replicas = new();

    private DateTimeOffset Now => _replicas.Now;

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();

    [Fact]
    public void The_leaf_changes_only_after_the_new_authority_has_been_trusted_for_a_while()
    {
        var first = _rotation.Step(_own, null, "", "", Now)!;
        Assert.Null(_rotation.Step(_own, first, "", "", Now));

        var published = _rotation.Step(_own, first, "please", "", Now)!;
        Assert.Equal(first.Leaf, published.Leaf);
        Assert.True(_replicas.Trusts(published.Trusted, first.Leaf));
        Assert.Null(_rotation.Step(_own, published, "please", published.Trusted, Now + Overlap - TimeSpan.FromSeconds(1)));

        Assert.Null(_rotation.Step(_own, published, "please", first.Trusted, Now + Overlap));

        var switched = _rotation.Step(_own, published, "please", published.Trusted, Now + Overlap)!;
        Assert.NotEqual(first.Leaf, switched.Leaf);
        Assert.True(_replicas.Trusts(published.Trusted, switched.Leaf));
        Assert.True(_replicas.Trusts(switched.Trusted, first.Leaf));
        Assert.False(_replicas.Trusts(first.Trusted, switched.Leaf));
        Assert.Equal((first.Path, published.NextPath), (published.Path, switched.Path));
        Assert.Equal(first.Path, switched.FormerPath);

        var ended = _rotation.Step(_own, switched, "please", "", Now + Overlap + Overlap)!;
        Assert.True(_replicas.Trusts(ended.Trusted, switched.Leaf));
        Assert.False(_replicas.Trusts(ended.Trusted, first.Leaf));
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
        await _replicas.LoadAsync();
        var (one, other) = (_replicas.One, _replicas.Other);
        var (leaf, path) = (one.Current.Leaf, one.Current.Path);
        _replicas.Run();

        var wish = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["gitopsguard.dev/rotate"] = "1" } } };
        await _replicas.Client.MergePatchAsync(BuiltInResources.Secrets, Names.Namespace, Names.WebhookCertificateSecret, wish, null, TestContext.Current.CancellationToken);
        await Eventually.Holds(
            () => !one.Current.Leaf.Equals(leaf) && !_replicas.Trusts(one.Current.Authority, leaf) && one.Current.IsSame(other.Current), _replicas.Time, TimeSpan.FromSeconds(1));

        Assert.Equal(0, _replicas.Strangers);
        Assert.NotEqual(path, one.Current.Path);
        Assert.False(one.Current.Answers(path));
    }
}
