using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Whose an object is, by its id annotation. A copied annotation, which names another object, counts for nothing.</summary>
internal static class ClaimCheck
{
    /// <summary>The GitSync that the live object belongs to; null when it belongs to none.</summary>
    public static SyncKey? OwnerOf(JsonElement live, ObjectIdentity identity) =>
        live.TryGetProperty("metadata", out var metadata)
        && metadata.TryGetProperty("annotations", out var annotations)
        && annotations.TryGetProperty(Names.IdAnnotation, out var id)
        && Marker.TryParse(id.GetString(), out var marker)
        && marker.Identity == identity
            ? new(marker.SyncNamespace, marker.SyncName)
            : null;

    /// <summary>Refuses objects that another GitSync has: a handover is declared by the one that gives up.</summary>
    public static Failure? Check(SyncJob job, IEnumerable<DesiredObject> objects, Func<DesiredObject, JsonElement?> live) =>
        ApiFailures.Together(objects
            .Select(desired => (Desired: desired, Owner: live(desired) is { } found ? OwnerOf(found, desired.Identity) : null))
            .Where(o => o.Owner is { } owner && owner != job.Key)
            .Select(o => new Failure.Stalled(
                Reasons.ObjectClaimed,
                $"{o.Desired.Place}: {o.Desired.Identity.Display} belongs to GitSync {o.Owner}; remove it from one of the two repositories")));
}
