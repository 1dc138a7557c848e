using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Tests.Admission;

public sealed class InventoryIndexTests
{
    private static readonly ObjectIdentity Web = new("apps", "Deployment", "shop", "web");

    [Fact]
    public void An_object_that_moves_between_shards_stays_declared()
    {
        var both = InventoryIndex.Empty.With("t/a", [Declare(Web, "a")]).With("t/b", [Declare(Web, "b")]);
        Assert.Equal("b", both.With("t/a", []).Find(Web)!.File);
        Assert.Equal("a", both.With("t/b", []).Find(Web)!.File);
        Assert.Equal(1, both.Count);
    }

    [Fact]
    public void A_shard_that_goes_takes_its_objects_along()
    {
        var index = InventoryIndex.Empty.With("t/a", [Declare(Web, "a")]).With("t/a", []);
        Assert.Null(index.Find(Web));
        Assert.Empty(index.Namespaces);
        Assert.Empty(index.Kinds);
    }

    [Fact]
    public void A_changed_shard_leaves_earlier_snapshots_as_they_were()
    {
        var before = InventoryIndex.Empty.With("t/a", [Declare(Web, "old")]);
        var after = before.With("t/a", [Declare(Web, "new")]);
        Assert.Equal(("old", "new"), (before.Find(Web)!.File, after.Find(Web)!.File));
    }

    [Theory]
    [InlineData("spec.replicas", 8)]
    [InlineData("spec.template.spec.containers[name=sidecar]", 20)]
    [InlineData("spec.paused", 8)]
    [InlineData("data.x", 1)]
    public void A_change_is_placed_at_its_field_or_the_nearest_declared_one(string path, int line)
    {
        var lines = new Dictionary<string, int> { ["spec.replicas"] = 8, ["spec.template.spec.containers[name=web].image"] = 20, ["spec.template.spec.containers[name=web].name"] = 21 };
        Assert.Equal(line, (Declare(Web, "f") with { Lines = new(lines) }).LineOf(FieldPath.Parse(path)));
    }

    private static Declaration Declare(ObjectIdentity identity, string file) => new(identity, Cluster.Source, file, 0, 1, DeclaredLines.None);
}
