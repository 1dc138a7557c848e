using System.Collections.Immutable;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission;

/// <summary>A GuardPolicy, compiled.</summary>
public sealed record Policy
{
    /// <summary>What holds while the cluster has no GuardPolicy at all.</summary>
    public static readonly Policy CompiledIn = new() { Name = Names.DefaultPolicy };

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What becomes of a closed change. Default <see cref="PolicyMode.Enforce"/>.</summary>
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    /// <summary>Namespaces that it covers; null for all and the cluster-scoped objects.</summary>
    public ImmutableHashSet<string>? Namespaces { get; init; }

    /// <summary>ServiceAccounts, as <c>namespace/name</c>, that may write beside the reconciler, once they are proven.</summary>
    public ImmutableHashSet<string> TrustedAccounts { get; init; } = [];

    /// <summary>Users that may write beside the reconciler.</summary>
    public ImmutableHashSet<string> TrustedUsers { get; init; } = [];

    /// <summary>Groups whose members may write beside the reconciler.</summary>
    public ImmutableHashSet<string> TrustedGroups { get; init; } = [];

    /// <summary>Fields that it opens.</summary>
    public ImmutableArray<Opening> Openings { get; init; } = [];

    /// <summary>Whether messages leave out repository, file and line.</summary>
    public bool MinimalMessages { get; init; }

    /// <summary>Whether what cannot be judged is allowed.</summary>
    public bool AllowUnsure { get; init; }

    /// <summary>Whether it covers an object.</summary>
    public bool Covers(ObjectIdentity identity) =>
        Namespaces is null || Namespaces.Contains(identity is { Group: "", Kind: "Namespace" } ? identity.Name : identity.Namespace);

    /// <summary>Fields of one kind's objects that it opens to one user.</summary>
    /// <param name="Kinds">Kinds, as <c>Deployment</c> or <c>Deployment.apps</c>; empty for all.</param>
    /// <param name="Paths">The fields.</param>
    /// <param name="Actors">User names; empty for everyone.</param>
    public sealed record Opening(ImmutableHashSet<string> Kinds, ImmutableArray<OpenPath> Paths, ImmutableHashSet<string> Actors)
    {
        /// <summary>Whether it holds for a kind and a user.</summary>
        public bool HoldsFor(ObjectIdentity identity, string user) =>
            (Kinds.IsEmpty || Kinds.Contains(identity.Kind) || Kinds.Contains($"{identity.Kind}.{identity.Group}"))
            && (Actors.IsEmpty || Actors.Contains(user));
    }
}
