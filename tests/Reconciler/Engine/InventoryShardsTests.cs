using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Inventories;

namespace GitOpsGuard.Reconciler.Tests.Engine;

public sealed class InventoryShardsTests
{
    [Fact]
    public void An_entry_leads_from_the_object_to_its_lines()
    {
        var entry = InventoryShards.EntryOf(Manifests.Desired(Manifests.Web, Manifests.Deployments));

        Assert.Equal(("apps", "v1", "Deployment", "shop", "web"), (entry.Group, entry.Version, entry.Kind, entry.Namespace, entry.Name));
        Assert.Equal(("apps/web.yaml", 0, 1), (entry.File, entry.Document, entry.Line));
        Assert.Equal(12, entry.Lines!["spec.template.spec.containers[name=web].image"]);
        Assert.NotNull(entry.Digest);
    }

    [Fact]
    public void An_entry_of_a_workload_says_what_its_pods_are_found_by_and_read()
    {
        var pods = InventoryShards.EntryOf(Manifests.Desired(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, envFrom: [{configMapRef: {name: tunables}}]}]}}}
            """, Manifests.Deployments)).Pods!;

        Assert.Equal(["ConfigMap/tunables", "app=web"], pods);
    }

    [Fact]
    public void A_secret_has_no_digest_that_could_give_it_away()
    {
        var secret = Manifests.Desired("apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: a\n", Manifests.Secrets);

        Assert.Null(InventoryShards.EntryOf(secret).Digest);
        Assert.Null(InventoryShards.EntryOf(secret).Pods);
    }

    [Fact]
    public void The_union_keeps_old_objects_that_are_no_longer_declared()
    {
        var union = InventoryShards.Union([Entry("a", 1), Entry("b", 1)], [Entry("b", 2), Entry("c", 2)]);

        Assert.Equal([("b", 2), ("c", 2), ("a", 1)], union.Select(e => (e.Name, e.Line)));
    }

    [Fact]
    public void A_shard_holds_at_most_a_thousand_objects()
    {
        var shards = InventoryShards.Split(Enumerable.Range(0, 2001).Select(i => Entry($"o{i}", 1)));

        Assert.Equal([1000, 1000, 1], shards.Select(s => s.Count));
    }

    [Fact]
    public void Objects_of_many_lines_take_more_shards()
    {
        var lines = Enumerable.Range(0, 500).ToDictionary(i => $"data.key{i}", i => i);

        var shards = InventoryShards.Split(Enumerable.Range(0, 100).Select(i => Entry($"o{i}", 1) with { Lines = lines }));

        Assert.All(shards, s => Assert.InRange(s.Sum(e => e.Lines!.Count), 1, 12_000));
        Assert.Equal(100, shards.Sum(s => s.Count));
    }

    [Fact]
    public void An_empty_sync_has_one_empty_shard()
    {
        Assert.Empty(Assert.Single(InventoryShards.Split([])));
    }

    private static InventoryEntry Entry(string name, int line) => new() { Version = "v1", Kind = "ConfigMap", Namespace = "shop", Name = name, Line = line };
}
