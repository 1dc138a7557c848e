using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Inventories;
using GitOpsGuard.Reconciler.Outcomes;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Makes the cluster agree with what a GitSync declares at one revision.</summary>
internal sealed class SyncEngine(
    ApiClient api, TenantClients tenants, Discovery discovery, Applier applier, Pruner pruner, InventoryStore inventories, ManagedWatches watches, Concessions concessions, Holds holds)
{
    /// <summary>Runs every step in order. The first that fails ends it; what was applied before stays.</summary>
    public async Task<Outcome<SyncReport>> RunAsync(SyncJob job, IReadOnlyList<Manifest> manifests, CancellationToken ct)
    {
        try
        {
            if (await tenants.CheckAsync(job.Key, job.Account, ct) is { } unknownAccount) return unknownAccount;
            var kinds = new KindResolver(discovery, manifests);
            if (!(await Desired.AllAsync(job, manifests, kinds, ct)).Succeeded(out var desired, out var failure)) return failure;

            var (ready, later) = await PartAsync(desired, kinds, ct);
            if (await watches.EnsureAsync(ready.Select(o => o.Resource), ct) is { } unwatched) return unwatched;
            if (await concessions.EnsureAsync(desired, ct) is { } unknown) return unknown;
            if (ClaimCheck.Check(job, ready, Live) is { } claimed) return claimed;
            if (await applier.DryRunAsync(job, ready, ct) is { } invalid) return invalid;

            var entries = desired.Select(InventoryShards.EntryOf).ToList();
            var before = await inventories.LoadAsync(job.Key, ct);
            await inventories.SaveAsync(job, InventoryShards.Union(before, entries), ct);
            var (free, held) = await PartHeldAsync(job, desired.Zip(entries), before, ct);
            foreach (var stage in free.GroupBy(o => o.Stage).OrderBy(g => g.Key))
            {
                if (await ApplyStageAsync(job, stage, later, ct) is { } failed) return failed;
            }

            return await PruneAsync(job, before, entries, held, ct);
        }
        catch (ApiException e)
        {
            return ApiFailures.Of(e, "the API server could not be asked");
        }
    }

    /// <summary>
    /// Leaves out what a BreakGlass holds. What Git has moved on from since it was last applied is applied all the same: going
    /// through Git is the way.
    /// </summary>
    private async Task<(IReadOnlyList<DesiredObject> Free, int Held)> PartHeldAsync(
        SyncJob job, IEnumerable<(DesiredObject Object, InventoryEntry Entry)> desired, IReadOnlyList<InventoryEntry> before, CancellationToken ct)
    {
        var picture = await holds.LookAsync(ct);
        var applied = before.ToLookup(InventoryShards.IdentityOf);
        var free = new List<DesiredObject>();
        var held = 0;
        foreach (var (one, now) in desired)
        {
            var isSame = applied[one.Identity].FirstOrDefault() is { } then && then.Digest == now.Digest;
            if (isSame && picture.Of(one.Identity) is { } hold)
            {
                holds.Remember(job.Key, hold);
                held++;
            }
            else
            {
                free.Add(one);
            }
        }

        return (free, held);
    }

    /// <summary>Ends a GitSync: deletes or releases everything that its inventory names.</summary>
    public async Task<Failure?> EndAsync(SyncKey sync, string? account, bool delete, CancellationToken ct)
    {
        try
        {
            var entries = await inventories.LoadAsync(sync, ct);
            if (entries.Count > 0 && await tenants.CheckAsync(sync, account, ct) is { } unknown) return unknown;
            var left = await pruner.LetGoAsync(sync, account, entries, delete, ct);
            if (left.Count == 0) await tenants.EndAsync(sync, account, ct);
            return ApiFailures.Together(left.Select(l => l.Failure));
        }
        catch (ApiException e)
        {
            return ApiFailures.Of(e, "the inventory could not be read");
        }
    }

    /// <summary>Objects that the API server can judge now, and those whose namespace or kind this sync has yet to bring.</summary>
    private async Task<(List<DesiredObject> Ready, HashSet<DesiredObject> Later)> PartAsync(
        IReadOnlyList<DesiredObject> desired, KindResolver kinds, CancellationToken ct)
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var brought in desired.Select(o => o.Identity).Where(i => i is { Group: "", Kind: "Namespace" }))
        {
            if (await api.GetAsync(BuiltInResources.Namespaces, null, brought.Name, ct) is null) missing.Add(brought.Name);
        }

        var parts = desired.ToLookup(o => kinds.IsServed(o.Resource) && !missing.Contains(o.Identity.Namespace));
        return ([.. parts[true]], [.. parts[false]]);
    }

    private async Task<Failure?> ApplyStageAsync(SyncJob job, IEnumerable<DesiredObject> stage, HashSet<DesiredObject> later, CancellationToken ct)
    {
        var objects = stage.ToList();
        var unseen = objects.Where(later.Contains).ToList();
        if (await watches.EnsureAsync(unseen.Select(o => o.Resource), ct) is { } unwatched) return unwatched;
        if (ClaimCheck.Check(job, unseen, Live) is { } claimed) return claimed;
        if (await applier.DryRunAsync(job, unseen, ct) is { } invalid) return invalid;
        if (await applier.ApplyAsync(job, objects, ct) is { } failed) return failed;
        await applier.EstablishedAsync(objects, ct);
        if (objects.Exists(o => o.Identity is { Group: Stages.CrdGroup, Kind: Stages.CrdKind })) discovery.Invalidate();
        return null;
    }

    private async Task<Outcome<SyncReport>> PruneAsync(
        SyncJob job, IReadOnlyList<InventoryEntry> before, List<InventoryEntry> entries, int held, CancellationToken ct)
    {
        var declared = entries.Select(InventoryShards.IdentityOf).ToHashSet();
        var surplus = before.Where(e => !declared.Contains(InventoryShards.IdentityOf(e))).ToList();
        var left = await pruner.LetGoAsync(job.Key, job.Account, surplus, job.Spec.Prune, ct);
        var shards = await inventories.SaveAsync(job, entries.Concat(left.Select(l => l.Entry)), ct);
        return ApiFailures.Together(left.Select(l => l.Failure)) is { } failure
            ? failure
            : new SyncReport(entries.Count, [.. surplus.Select(e => InventoryShards.IdentityOf(e).Display)], shards, held);
    }

    private System.Text.Json.JsonElement? Live(DesiredObject desired) => watches.Live(desired.Resource, desired.Identity);
}
