using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What the API server should make of desired objects, found out by a dry run where there is something to find out.</summary>
internal sealed class ExpectedObjects(ApiClient api, References references)
{
    private const int LongestStem = 40;
    private static readonly WriteOptions DryRun = new() { DryRun = true };

    /// <summary>What is expected of one object.</summary>
    /// <param name="desired">What is declared.</param>
    /// <param name="stored">What the server stored of it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<JsonElement> OfAsync(DesiredObject desired, JsonElement stored, CancellationToken ct)
    {
        if (references.Last(desired.Identity) is { } last && JsonNode.DeepEquals(last.Desired.Object, desired.Object)) return last.Expected;
        var declared = JsonElement.Parse(desired.Object.ToJsonString());
        if (ClosedComparison.Differences(declared, stored, Reference.RegionOf(desired)).All(difference => difference.Before is not null)) return declared;
        return await CreatedAsync(desired, ct) is { } created
            ? Expectation.WithDefaults(desired.Identity, desired.Object, created)
            : Expectation.WithAllOf(desired.Identity, desired.Object, stored);
    }

    /// <summary>What the server would make of the object if it were new; null where that cannot be asked.</summary>
    private async Task<JsonElement?> CreatedAsync(DesiredObject desired, CancellationToken ct)
    {
        if (!MayBeAsked(desired.Identity)) return null;
        var twin = desired.Object.DeepClone().AsObject();
        twin["metadata"]!["name"] = NameLike(desired.Identity.Name);
        try
        {
            return await api.CreateAsync(desired.Resource, desired.Identity.Namespace, twin, DryRun, ct);
        }
        catch (ApiException e) when (e.Code is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests)
        {
            // There may be only one of its kind, as of a host name or a port.
            return null;
        }
    }

    /// <summary>
    /// Kinds whose names say what they are, and kinds of which the server fills in what it never changes again: nothing that
    /// was added to those could be taken away.
    /// </summary>
    private static bool MayBeAsked(ObjectIdentity identity) => identity switch
    {
        { Group: "apiextensions.k8s.io" or "apiregistration.k8s.io" } => false,
        { Group: "", Kind: "Pod" or "PersistentVolumeClaim" or "PersistentVolume" or "Node" } => false,
        { Group: "batch", Kind: "Job" } => false,
        _ => true,
    };

    private static string NameLike(string name) =>
        $"{(name.Length > LongestStem ? name[..LongestStem] : name).TrimEnd('.', '-', ':')}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
}
