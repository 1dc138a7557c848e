using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Caches;

/// <summary>Reads a SyncInventory into declarations.</summary>
internal static class InventoryReader
{
    /// <exception cref="JsonException">The object is no SyncInventory.</exception>
    internal static ImmutableArray<Declaration> Read(JsonElement inventory)
    {
        var shard = inventory.Deserialize(KindsJson.Default.SyncInventory) ?? throw new JsonException("the object is null");
        var source = new DeclarationSource(shard.Metadata.Namespace ?? "", shard.Spec.Sync, shard.Spec.Repository, shard.Spec.Revision);
        return [.. shard.Spec.Objects.Select(entry => new Declaration(
            new ObjectIdentity(entry.Group ?? "", entry.Kind, entry.Namespace ?? "", entry.Name),
            source,
            entry.File,
            entry.Document,
            entry.Line,
            entry.Lines?.ToFrozenDictionary(StringComparer.Ordinal) ?? FrozenDictionary<string, int>.Empty))];
    }
}
