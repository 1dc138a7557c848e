using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>Everything that a decision depends on beside the request, at one moment. Immutable.</summary>
public sealed record Snapshot
{
    /// <summary>Namespace in which the guard and the reconciler run.</summary>
    public string GuardNamespace { get; init; } = Names.Namespace;

    /// <summary>The policies; empty means <see cref="Policy.CompiledIn"/>.</summary>
    public ImmutableArray<Policy> Policies { get; init; } = [];

    /// <summary>Users who install the product and write its own kinds, beside the reconciler. Default nobody.</summary>
    public ImmutableHashSet<string> InstallerUsers { get; init; } = [];

    /// <summary>Groups of such users. Default <c>system:masters</c>, who pass every authorization of the API server.</summary>
    public ImmutableHashSet<string> InstallerGroups { get; init; } = ["system:masters"];

    /// <summary>Leases out of the lock, by <c>namespace/name</c>.</summary>
    public ImmutableDictionary<string, BreakGlass> BreakGlasses { get; init; } = ImmutableDictionary<string, BreakGlass>.Empty;

    /// <summary>Whether any policy denies; otherwise no trust is worth taking.</summary>
    public bool Enforces => Policies.IsDefaultOrEmpty || Policies.Any(policy => policy.Mode == PolicyMode.Enforce);

    /// <summary>What Git declares.</summary>
    public InventoryIndex Inventory { get; init; } = InventoryIndex.Empty;

    /// <summary>Secrets and ConfigMaps that the engine reads, each with its reader, such as <c>GitSource team/shop</c>.</summary>
    public ImmutableDictionary<ObjectIdentity, string> EngineInputs { get; init; } = ImmutableDictionary<ObjectIdentity, string>.Empty;

    /// <summary>GitSyncs that exist, as <c>namespace/name</c>.</summary>
    public ImmutableHashSet<string> Syncs { get; init; } = [];

    /// <summary>What GitSyncs applied last, by <c>namespace/name</c>.</summary>
    public ImmutableDictionary<string, AppliedRevision> Applied { get; init; } = ImmutableDictionary<string, AppliedRevision>.Empty;

    /// <summary>Revisions that GitSources fetched last, by <c>namespace/name</c>.</summary>
    public ImmutableDictionary<string, string> Fetched { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Accounts, as <c>namespace/name</c>, of the GitSyncs that name one, by <c>namespace/name</c> of the GitSync.</summary>
    public ImmutableDictionary<string, string> TenantAccounts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Tenants by the digests of the ids of their tokens: see <see cref="TenantLedger"/>.</summary>
    public ImmutableDictionary<string, Tenant> Tenants { get; init; } = ImmutableDictionary<string, Tenant>.Empty;

    /// <summary>UIDs of live ServiceAccounts by <c>namespace/name</c>.</summary>
    public ImmutableDictionary<string, string> Accounts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Live pods of the guard's namespace by UID.</summary>
    public ImmutableDictionary<string, LivePod> Pods { get; init; } = ImmutableDictionary<string, LivePod>.Empty;

    /// <summary>Namespaces that are being deleted.</summary>
    public ImmutableHashSet<string> TerminatingNamespaces { get; init; } = [];

    /// <summary>Labels of namespaces, by name.</summary>
    public ImmutableDictionary<string, FrozenDictionary<string, string>> NamespaceLabels { get; init; } =
        ImmutableDictionary<string, FrozenDictionary<string, string>>.Empty;

    /// <summary>The policies that judge an object: those of the strictest mode among all that cover it.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="before">The object as it is; undefined when it is new.</param>
    /// <param name="after">The object as it shall be; undefined when it is to go.</param>
    /// <returns>Empty when policies exist but none covers the object.</returns>
    public ImmutableArray<Policy> PoliciesFor(ObjectIdentity identity, JsonElement before = default, JsonElement after = default)
    {
        if (Policies.IsDefaultOrEmpty) return [Policy.CompiledIn];
        var covering = Policies.Where(policy => Covers(policy, identity, before, after)).ToList();
        if (covering.Count == 0) return [];
        var strictest = covering.Max(policy => policy.Mode);
        return [.. covering.Where(policy => policy.Mode == strictest)];
    }

    /// <summary>The revision that was fetched for a GitSync but is not applied yet; null when there is none.</summary>
    internal string? PendingFor(string syncNamespace, string syncName) =>
        Applied.TryGetValue($"{syncNamespace}/{syncName}", out var applied)
        && Fetched.TryGetValue($"{syncNamespace}/{applied.Source}", out var fetched) && fetched != applied.Revision
            ? fetched
            : null;

    private bool Covers(Policy policy, ObjectIdentity identity, JsonElement before, JsonElement after)
    {
        if (!policy.CoversKind(identity)) return false;
        var ns = identity is { Group: "", Kind: "Namespace" } ? identity.Name : identity.Namespace;
        if (!policy.CoversNamespace(ns, LabelsOf(ns))) return false;
        return policy.ObjectSelector is not { } selector || selector.Matches(Json.LabelsOf(before)) || selector.Matches(Json.LabelsOf(after));
    }

    /// <summary>The labels of a namespace, by key; null for one that it lacks.</summary>
    internal Func<string, string?> LabelsOf(string ns) =>
        key => NamespaceLabels.TryGetValue(ns, out var labels) ? labels.GetValueOrDefault(key) : null;
}
