using System.Collections.Immutable;

namespace GitOpsGuard.Core.Admission;

/// <summary>A BreakGlass, compiled: a lease out of the lock.</summary>
public sealed record BreakGlass
{
    /// <summary>Namespace in which it lies.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who may write while it is open.</summary>
    public ImmutableArray<BreakGlassSubject> Subjects { get; init; } = [];

    /// <summary>Why, in the words of who asked for it.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How long it is open.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Namespaces that it covers; null for its own.</summary>
    public ImmutableHashSet<string>? Namespaces { get; init; }

    /// <summary>Whether it covers cluster-scoped objects, which only one in the guard's namespace may.</summary>
    public bool ClusterScoped { get; init; }

    /// <summary>Kinds that it covers, as <c>Deployment</c> or <c>Deployment.apps</c>; empty for all.</summary>
    public ImmutableHashSet<string> Kinds { get; init; } = [];

    /// <summary>Names of the objects that it covers; empty for all.</summary>
    public ImmutableHashSet<string> Names { get; init; } = [];

    /// <summary>Whether Git's state is restored at the end; otherwise what was changed stays, to be proposed.</summary>
    public bool Reverts { get; init; } = true;

    /// <summary>Who asked for it; empty while that is not known.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>Who approved it; empty while nobody did.</summary>
    public string ApprovedBy { get; init; } = "";

    /// <summary>When the guard took note that it was approved; null before.</summary>
    public DateTimeOffset? Approved { get; init; }

    /// <summary>Whether somebody ended it before its time.</summary>
    public bool EndsNow { get; init; }

    /// <summary><c>namespace/name</c>.</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <summary>Value of the label <see cref="Core.Names.BreakGlassLabel"/>.</summary>
    public string Label => Marker.LabelFor(Namespace, Name);

    /// <summary>Whether objects of a namespace are covered, whatever their kind; the empty name stands for the cluster.</summary>
    public bool CoversNamespace(string ns, string guardNamespace)
    {
        if (ns == guardNamespace) return false;
        if (ns.Length == 0) return ClusterScoped && Namespace == guardNamespace;
        return Namespace == guardNamespace ? Namespaces?.Contains(ns) == true : ns == Namespace && Namespaces?.Contains(ns) != false;
    }

    /// <summary>Whether an object is covered. Those of the guard's namespace and of its own kinds never are.</summary>
    public bool Covers(ObjectIdentity identity, string guardNamespace) =>
        !IsOfTheLock(identity, guardNamespace)
        && CoversNamespace(identity.Namespace, guardNamespace)
        && (Kinds.IsEmpty || Kinds.Contains(identity.Kind) || Kinds.Contains($"{identity.Kind}.{identity.Group}"))
        && (Names.IsEmpty || Names.Contains(identity.Name));

    private static bool IsOfTheLock(ObjectIdentity identity, string guardNamespace) => identity switch
    {
        { Group: Core.Names.Group } => true,
        { Group: "", Kind: "Namespace" } => identity.Name == guardNamespace,
        { Group: "apiextensions.k8s.io" or "apiregistration.k8s.io" } => identity.Name.EndsWith($".{Core.Names.Group}", StringComparison.Ordinal),
        _ => false,
    };
}
