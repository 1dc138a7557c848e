using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>What is known of an object.</summary>
/// <param name="Object">The object.</param>
/// <param name="Marker">The GitSync that its markers name; null when it has none that count.</param>
internal sealed record Explanation(ObjectIdentity Object, Marker? Marker)
{
    /// <summary>The object that made this one; null where there is none.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether the object carries markers that name another object.</summary>
    public bool IsCopied { get; init; }

    /// <summary>The GitSync; null when it does not exist or may not be read.</summary>
    public KindObject<GitSyncSpec, GitSyncStatus>? Sync { get; init; }

    /// <summary>The shard that lists the object; null when none does or none may be read.</summary>
    public SyncInventorySpec? Inventory { get; init; }

    /// <summary>The object's entry in <see cref="Inventory"/>.</summary>
    public InventoryEntry? Entry { get; init; }

    /// <summary>What could not be read, and why.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Reads markers and owner off the object.</summary>
    public static Explanation Of(JsonElement obj)
    {
        var identity = ObjectIdentity.Of(obj);
        var annotation = Json.TextAt(obj, "metadata", "annotations", Names.IdAnnotation);
        var label = Json.TextAt(obj, "metadata", "labels", Names.SyncLabel);
        var isMarker = Core.Marker.TryParse(annotation, out var marker);
        var counts = isMarker && marker.Identity == identity && label == marker.Label;
        var owner = Json.Items(Json.At(obj, "metadata", "ownerReferences")).FirstOrDefault(o => Json.Member(o, "controller").ValueKind == JsonValueKind.True);
        return new(identity, counts ? marker : null)
        {
            IsCopied = isMarker && !counts,
            Owner = Json.Exists(owner) ? $"{Json.Text(owner, "kind")} {Json.Text(owner, "name")}" : null,
        };
    }
}
