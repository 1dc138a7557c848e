using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Inventories;

/// <summary>Reads and writes the SyncInventories of a GitSync.</summary>
internal sealed class InventoryStore(ApiClient api)
{
    private static readonly WriteOptions Write = new() { Force = true, FieldValidation = "Strict" };

    /// <summary>All entries that the GitSync's shards hold now.</summary>
    public async Task<IReadOnlyList<InventoryEntry>> LoadAsync(SyncKey sync, CancellationToken ct) =>
        [.. (await ShardsAsync(sync, ct)).SelectMany(shard => shard.Spec.Objects)];

    /// <summary>Makes the shards hold exactly these entries. Writes only shards that differ.</summary>
    /// <returns>How many shards there are.</returns>
    public async Task<int> SaveAsync(SyncJob job, IEnumerable<InventoryEntry> entries, CancellationToken ct)
    {
        var before = (await ShardsAsync(job.Key, ct)).ToDictionary(s => s.Metadata.Name, StringComparer.Ordinal);
        var shards = InventoryShards.Split(entries);
        for (var i = 0; i < shards.Count; i++)
        {
            var name = NameOf(job.Name, i);
            var spec = new SyncInventorySpec { Sync = job.Name, Repository = job.Repository, Revision = job.Revision, Objects = shards[i] };
            var json = SpecJson(spec);
            if (before.Remove(name, out var old) && JsonNode.DeepEquals(SpecJson(old.Spec), json)) continue;
            await api.ApplyAsync(OwnResources.SyncInventories, job.Namespace, name, Document(job, name, json), Write, ct);
        }

        foreach (var surplus in before.Values)
            await api.DeleteAsync(OwnResources.SyncInventories, job.Namespace, surplus.Metadata.Name, new() { Uid = surplus.Metadata.Uid }, ct);
        return shards.Count;
    }

    private async Task<List<KindObject<SyncInventorySpec, SyncInventoryStatus>>> ShardsAsync(SyncKey sync, CancellationToken ct)
    {
        var shards = new List<KindObject<SyncInventorySpec, SyncInventoryStatus>>();
        try
        {
            await foreach (var item in api.ListAsync(OwnResources.SyncInventories, sync.Namespace, null, ct))
            {
                if (item.Deserialize(KindsJson.Default.SyncInventory) is { } shard && shard.Spec.Sync == sync.Name) shards.Add(shard);
            }
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            return [];
        }

        return shards;
    }

    /// <summary>Name of a shard. A name of 253 characters has no room for a number, so it is cut; the GitSync's name is in the spec.</summary>
    private static string NameOf(string sync, int shard) => $"{(sync.Length > 240 ? sync[..240].TrimEnd('.', '-') : sync)}-{shard}";

    private static JsonObject SpecJson(SyncInventorySpec spec) =>
        JsonSerializer.SerializeToNode(new KindObject<SyncInventorySpec, SyncInventoryStatus> { Spec = spec }, KindsJson.Default.SyncInventory)!["spec"]!
            .DeepClone().AsObject();

    private static JsonObject Document(SyncJob job, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = Names.ApiVersion,
        ["kind"] = OwnResources.SyncInventories.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = job.Namespace,
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = Names.ApiVersion,
                ["kind"] = OwnResources.GitSyncs.Kind,
                ["name"] = job.Name,
                ["uid"] = job.Uid,
                ["controller"] = true,
            }),
        },
        ["spec"] = spec,
    };
}
