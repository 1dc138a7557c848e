using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Inventories;

/// <summary>Turns desired objects into inventory entries, and entries into shards. Pure.</summary>
internal static class InventoryShards
{
    /// <summary>Most objects in a shard.</summary>
    public const int MostObjects = 1000;

    /// <summary>Most leaf lines in a shard, so that it stays far under the size that the API server accepts.</summary>
    private const int MostLines = 12_000;

    /// <summary>Most leaf lines of one object; past it only the object's own line is kept.</summary>
    private const int MostLinesOfObject = 500;

    public static InventoryEntry EntryOf(DesiredObject desired) => EntryOf(desired, Encoding.UTF8.GetBytes(desired.Object.ToJsonString()));

    private static InventoryEntry EntryOf(DesiredObject desired, byte[] json) => new()
    {
        Group = desired.Identity.Group is { Length: > 0 } group ? group : null,
        Version = desired.Resource.Version,
        Kind = desired.Identity.Kind,
        Namespace = desired.Identity.Namespace is { Length: > 0 } ns ? ns : null,
        Name = desired.Identity.Name,
        File = desired.Origin.File,
        Document = desired.Origin.Document,
        Line = desired.Origin.Line,
        Lines = desired.Lines.Count <= MostLinesOfObject ? desired.Lines : null,
        Digest = MayBeKnown(desired) ? Convert.ToHexStringLower(SHA256.HashData(json)) : null,
        Pods = PodTemplate.LinesOf(JsonElement.Parse(json)),
    };

    public static ObjectIdentity IdentityOf(InventoryEntry entry) => new(entry.Group ?? "", entry.Kind, entry.Namespace ?? "", entry.Name);

    /// <summary>New entries, and those old ones whose objects the new do not declare.</summary>
    public static IReadOnlyList<InventoryEntry> Union(IEnumerable<InventoryEntry> old, IReadOnlyList<InventoryEntry> now)
    {
        var declared = now.Select(IdentityOf).ToHashSet();
        return [.. now, .. old.Where(e => !declared.Contains(IdentityOf(e)))];
    }

    /// <summary>The entries in shards, in a stable order; one empty shard when there are none.</summary>
    public static IReadOnlyList<IReadOnlyList<InventoryEntry>> Split(IEnumerable<InventoryEntry> entries)
    {
        var shards = new List<List<InventoryEntry>> { new() };
        var lines = 0;
        foreach (var entry in entries.OrderBy(e => IdentityOf(e).ToString(), StringComparer.Ordinal))
        {
            lines += entry.Lines?.Count ?? 0;
            if (shards[^1].Count == MostObjects || lines > MostLines)
            {
                shards.Add([]);
                lines = entry.Lines?.Count ?? 0;
            }

            shards[^1].Add(entry);
        }

        return shards;
    }

    /// <summary>Whether the digest may be: that of a Secret's weak value would give it away.</summary>
    private static bool MayBeKnown(DesiredObject desired) => desired.Identity is not { Group: "", Kind: "Secret" };
}
