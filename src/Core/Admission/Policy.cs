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

    /// <summary>Whether everything that it covers is managed, declared or not.</summary>
    public bool Sealed { get; init; }

    /// <summary>Namespaces that it covers; null for all and the cluster-scoped objects.</summary>
    public ImmutableHashSet<string>? Namespaces { get; init; }

    /// <summary>Labels of the namespaces that it covers; null for all and the cluster-scoped objects.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Labels of the objects that it covers, before or after a change; null for all.</summary>
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Kinds that it covers, as <c>Deployment</c> or <c>Deployment.apps</c>; empty for all.</summary>
    public ImmutableHashSet<string> Kinds { get; init; } = [];

    /// <summary>What it says of operations that change no field.</summary>
    public Operations Operations { get; init; } = new();

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

    /// <summary>How far a BreakGlass may go.</summary>
    public BreakGlassLimits BreakGlass { get; init; } = new();

    /// <summary>Whether it covers objects of a namespace, or the Namespace itself; the empty name stands for the cluster.</summary>
    /// <param name="ns">Name of the namespace.</param>
    /// <param name="label">The labels of the namespace.</param>
    public bool CoversNamespace(string ns, Func<string, string?> label) =>
        (Namespaces is null || Namespaces.Contains(ns))
        && (NamespaceSelector is null || (ns.Length > 0 && NamespaceSelector.Matches(label)));

    /// <summary>Whether it covers objects of a kind.</summary>
    public bool CoversKind(ObjectIdentity identity) => IsAmong(Kinds, identity);

    /// <summary>Fields of a kind's objects that it opens to anybody at all.</summary>
    public IReadOnlyList<OpenPath> OpenIn(ObjectIdentity identity) =>
        [.. Openings.Where(opening => IsAmong(opening.Kinds, identity)).SelectMany(opening => opening.Paths)];

    private static bool IsAmong(ImmutableHashSet<string> kinds, ObjectIdentity identity) =>
        kinds.IsEmpty || kinds.Contains(identity.Kind) || kinds.Contains($"{identity.Kind}.{identity.Group}");

    /// <summary>Fields of one kind's objects that it opens to one user.</summary>
    /// <param name="Kinds">Kinds, as <c>Deployment</c> or <c>Deployment.apps</c>; empty for all.</param>
    /// <param name="Paths">The fields.</param>
    /// <param name="Actors">User names; empty for everyone.</param>
    public sealed record Opening(ImmutableHashSet<string> Kinds, ImmutableArray<OpenPath> Paths, ImmutableHashSet<string> Actors)
    {
        /// <summary>Whether it holds for a kind and a user.</summary>
        public bool HoldsFor(ObjectIdentity identity, string user) =>
            IsAmong(Kinds, identity)
            && (Actors.IsEmpty || Actors.Contains(user));
    }
}
