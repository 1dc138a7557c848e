using GitOpsGuard.Core;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>The order in which objects are applied; they are pruned the other way round.</summary>
internal enum Stage
{
    /// <summary>Namespaces and CustomResourceDefinitions, which others need to exist.</summary>
    Foundation,

    /// <summary>Classes that others refer to by name: StorageClass, PriorityClass, IngressClass and their like.</summary>
    Classes,

    /// <summary>Everything else.</summary>
    Rest,
}

/// <summary>Which stage an object belongs to.</summary>
internal static class Stages
{
    public const string CrdGroup = "apiextensions.k8s.io";
    public const string CrdKind = "CustomResourceDefinition";

    public static Stage Of(ObjectIdentity identity) => identity switch
    {
        { Group: "", Kind: "Namespace" } or { Group: CrdGroup, Kind: CrdKind } => Stage.Foundation,
        { Namespace: "" } when identity.Kind.EndsWith("Class", StringComparison.Ordinal) => Stage.Classes,
        _ => Stage.Rest,
    };
}
