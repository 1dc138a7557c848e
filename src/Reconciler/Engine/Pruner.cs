using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Inventories;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Lets go of objects that Git no longer declares: deletes them, or strips their markers.</summary>
internal sealed class Pruner(ApiClient api, TenantClients tenants, Discovery discovery, References references, ManagedWatches watches)
{
    /// <summary>Deletes or orphans what these entries name, as far as it is still the GitSync's.</summary>
    /// <returns>The entries whose objects could not be let go, each with why.</returns>
    public async Task<IReadOnlyList<(InventoryEntry Entry, Failure Failure)>> LetGoAsync(
        SyncKey sync, string? account, IEnumerable<InventoryEntry> entries, bool delete, CancellationToken ct)
    {
        var left = new List<(InventoryEntry, Failure)>();
        foreach (var entry in entries.OrderByDescending(e => Stages.Of(InventoryShards.IdentityOf(e))))
        {
            var identity = InventoryShards.IdentityOf(entry);
            references.Forget(identity);
            try
            {
                await LetGoAsync(sync, await tenants.OfAsync(sync, account, ct), entry, identity, delete, ct);
            }
            catch (ApiException e)
            {
                left.Add((entry, ApiFailures.Of(e, $"{identity.Display} (from {entry.File}:{entry.Line}) could not be {(delete ? "deleted" : "released")}", Reasons.PruneFailed)));
            }
        }

        return left;
    }

    private async Task LetGoAsync(SyncKey sync, ApiClient writer, InventoryEntry entry, ObjectIdentity identity, bool delete, CancellationToken ct)
    {
        if (await discovery.FindByGroupKindAsync(identity.Group, entry.Kind, ct) is not { } resource) return;
        if (await api.GetAsync(resource, identity.Namespace, identity.Name, ct) is not { } live) return;
        if (ClaimCheck.OwnerOf(live, identity) != sync) return;
        var metadata = live.GetProperty("metadata");
        if (metadata.TryGetProperty("deletionTimestamp", out _)) return;
        var uid = metadata.GetProperty("uid").GetString()!;
        if (delete) await DeleteAsync(writer, resource, identity, uid, ct);
        if (delete && identity is { Group: Stages.CrdGroup, Kind: Stages.CrdKind }) await watches.EndAsync(identity.Name);
        if (!delete) await writer.MergePatchAsync(resource, identity.Namespace, identity.Name, WithoutMarkers(uid), null, ct);
    }

    private static async Task DeleteAsync(ApiClient writer, Resource resource, ObjectIdentity identity, string uid, CancellationToken ct)
    {
        try
        {
            await writer.DeleteAsync(resource, identity.Namespace, identity.Name, new() { Uid = uid, Propagation = "Background" }, ct);
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.Conflict)
        {
            // Somebody else's object has taken the name since it was read: it is not ours to delete.
        }
    }

    private static JsonObject WithoutMarkers(string uid) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["uid"] = uid,
            ["labels"] = new JsonObject { [Names.SyncLabel] = null },
            ["annotations"] = new JsonObject { [Names.IdAnnotation] = null },
        },
    };
}
