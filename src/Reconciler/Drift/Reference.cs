using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What a live object is compared with: the object as the API server stored our own write, over its closed region.</summary>
/// <param name="Job">The GitSync and revision that it comes from.</param>
/// <param name="Desired">What was sent.</param>
/// <param name="Stored">What the server made of it.</param>
/// <param name="Region">What of it is closed.</param>
internal sealed record Reference(SyncJob Job, DesiredObject Desired, JsonElement Stored, ClosedRegion Region)
{
    private static readonly OpenPath Replicas = OpenPath.Parse("spec.replicas");

    /// <summary>Whether a picture of the object is older than our own write.</summary>
    public bool IsNewerThan(JsonElement live) => VersionOf(live) < VersionOf(Stored);

    /// <summary>Where the live object says something else.</summary>
    public IReadOnlyList<FieldDifference> Differences(JsonElement live) => ClosedComparison.Differences(Stored, live, Region);

    /// <summary>The region in which an object drifts.</summary>
    public static ClosedRegion RegionOf(DesiredObject desired) => ClosedRegion.ForDrift(
        desired.Identity, desired.Resource.ApiVersion, Keys(desired.Object, "labels"), Keys(desired.Object, "annotations"), Undeclared(desired.Object));

    /// <summary>Replicas that Git does not declare belong to an autoscaler.</summary>
    private static OpenPath[] Undeclared(JsonObject obj) => obj["spec"]?["replicas"] is null ? [Replicas] : [];

    private static HashSet<string> Keys(JsonObject obj, string map) =>
        obj["metadata"]?[map] is JsonObject members ? [.. members.Select(m => m.Key)] : [];

    private static ulong VersionOf(JsonElement obj) =>
        obj.TryGetProperty("metadata", out var metadata)
        && metadata.TryGetProperty("resourceVersion", out var version)
        && ulong.TryParse(version.GetString(), out var number) ? number : 0;
}
