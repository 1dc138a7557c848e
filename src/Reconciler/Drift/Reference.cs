using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What a live object is compared with: what Git declares with the server's defaults, over its closed region.</summary>
/// <param name="Job">The GitSync and revision that it comes from.</param>
/// <param name="Desired">What was sent.</param>
/// <param name="Expected">What the server should make of it.</param>
/// <param name="Version">Resource version of what the server stored.</param>
/// <param name="Mutations">Where the server stored something else although it was told, since admission changed our own write.</param>
internal sealed record Reference(
    SyncJob Job, DesiredObject Desired, JsonElement Expected, ulong Version, IReadOnlyList<FieldDifference> Mutations)
{
    /// <summary>What a write led to.</summary>
    public static Reference Of(SyncJob job, DesiredObject desired, JsonElement expected, JsonElement stored, IReadOnlyList<FieldDifference> mutations) =>
        new(job, desired, expected, VersionOf(stored), mutations);

    /// <summary>Whether a picture of the object is older than our own write.</summary>
    public bool IsNewerThan(JsonElement live) => VersionOf(live) < Version;

    /// <summary>Whether a difference is what admission makes of our writes.</summary>
    public bool IsMutation(FieldDifference difference) => Mutations.Any(known => AreSame(known, difference));

    /// <summary>Where an object differs from what is expected of it, but for what controllers write there.</summary>
    /// <param name="desired">What Git declares.</param>
    /// <param name="expected">The same with the server's defaults.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="open">What each policy opens: only what all of them open is left out.</param>
    public static IEnumerable<FieldDifference> Compare(
        DesiredObject desired, JsonElement expected, JsonElement live, IReadOnlyList<IReadOnlyList<OpenPath>> open)
    {
        var differences = open is [] or [_]
            ? ClosedComparison.Differences(expected, live, RegionOf(desired, open is [var only] ? only : []))
            : open.SelectMany(paths => ClosedComparison.Differences(expected, live, RegionOf(desired, paths))).DistinctBy(difference => difference.Path);
        return differences.Where(difference =>
            !ControllerWrites.Explain(desired.Identity, live, difference, declared: TreePath.Find(desired.Object, difference.Path) is not null));
    }

    /// <summary>The region in which an object drifts.</summary>
    /// <param name="desired">What Git declares.</param>
    /// <param name="open">What a policy opens.</param>
    public static ClosedRegion RegionOf(DesiredObject desired, params IEnumerable<OpenPath> open) => ClosedRegion.ForDrift(
        desired.Identity, desired.Resource.ApiVersion, Keys(desired.Object, "labels"), Keys(desired.Object, "annotations"), [.. Undeclared(desired), .. open]);

    /// <summary>Whether two differences are at one place and lead to one value.</summary>
    public static bool AreSame(FieldDifference left, FieldDifference right) =>
        left.Path.Equals(right.Path) && Json.Same(left.After ?? default, right.After ?? default);

    /// <summary>What an autoscaler, the cluster's default class, an aggregation or who keeps the nodes chooses where Git does not.</summary>
    private static OpenPath[] Undeclared(DesiredObject desired) =>
        [.. Chosen(desired.Identity, desired.Object).Where(path => TreePath.Find(desired.Object, path) is null).Select(path => OpenPath.Parse(path.ToString()))];

    private static FieldPath[] Chosen(ObjectIdentity identity, JsonObject declared) => identity switch
    {
        { Group: "rbac.authorization.k8s.io", Kind: "ClusterRole" } when declared["aggregationRule"] is not null => [FieldPath.Of("rules")],
        { Group: "networking.k8s.io", Kind: "Ingress" } => [FieldPath.Of("spec", "ingressClassName")],
        { Group: "", Kind: "Node" } => [FieldPath.Of("spec", "taints"), FieldPath.Of("spec", "podCIDR"), FieldPath.Of("spec", "podCIDRs"), FieldPath.Of("spec", "providerID")],
        { Group: "", Kind: "PersistentVolumeClaim" } => [FieldPath.Of("spec", "storageClassName")],
        _ => [Autoscaler.Replicas],
    };

    private static HashSet<string> Keys(JsonObject obj, string map) =>
        obj["metadata"]?[map] is JsonObject members ? [.. members.Select(m => m.Key)] : [];

    private static ulong VersionOf(JsonElement obj) => ulong.TryParse(Json.TextAt(obj, "metadata", "resourceVersion"), out var number) ? number : 0;
}
