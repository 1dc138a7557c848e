using System.Text.Json;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Tests.Engine;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class ReferencesTests : IDisposable
{
    private static readonly DesiredObject Web = Manifests.Desired(Manifests.Web, Manifests.Deployments);
    private readonly DriftQueue _queue = new(TimeProvider.System, new Random(1));
    private readonly References _references;

    public ReferencesTests() => _references = new(_queue);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void While_a_write_is_under_way_nothing_counts_as_drift()
    {
        Known("1");
        var ticket = _references.Begin(Web.Identity);

        Assert.Null(_references.Get(Web.Identity));

        _references.Complete(Web.Identity, ticket, null);
        Assert.NotNull(_references.Get(Web.Identity));
    }

    [Fact]
    public void An_older_write_that_ends_late_does_not_replace_a_newer_one()
    {
        var old = _references.Begin(Web.Identity);
        Known("2");

        _references.Complete(Web.Identity, old, ReferenceAt("1"));

        Assert.Equal(2UL, _references.Get(Web.Identity)!.Version);
    }

    [Fact]
    public void A_write_that_ends_after_the_object_was_let_go_leaves_nothing()
    {
        var ticket = _references.Begin(Web.Identity);
        _references.Forget(Web.Identity);

        _references.Complete(Web.Identity, ticket, ReferenceAt("1"));

        Assert.Equal(0, _references.Count);
    }

    [Fact]
    public void A_sync_that_rests_has_no_references()
    {
        Known("1");

        _references.Forget(new SyncKey("team", "web"));

        Assert.False(_references.Knows(Web.Identity));
    }

    [Fact]
    public async Task A_write_that_ends_asks_for_a_look()
    {
        Known("1");
        var seen = default(Core.ObjectIdentity);

        await _queue.TakeAsync(
            (identity, _) =>
            {
                seen = identity;
                return Task.FromResult(true);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(Web.Identity, seen);
    }

    [Theory]
    [InlineData("9", true)]
    [InlineData("10", false)]
    [InlineData("11", false)]
    public void A_picture_older_than_our_write_is_recognised(string version, bool older)
    {
        Assert.Equal(older, ReferenceAt("10").IsNewerThan(Object(version)));
    }

    private void Known(string version) => _references.Complete(Web.Identity, _references.Begin(Web.Identity), ReferenceAt(version));

    private static Reference ReferenceAt(string version) => Reference.Of(Manifests.Job(), Web, Object(version), Object(version), []);

    private static JsonElement Object(string version) => JsonSerializer.SerializeToElement(new { metadata = new { resourceVersion = version } });
}
