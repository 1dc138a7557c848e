using System.Diagnostics.CodeAnalysis;

namespace KubeOps.Abstractions.Rbac;

/// <summary>What may be done to resources.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "The contract's name.")]
public enum RbacVerb
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Everything, as <c>*</c>.</summary>
    All = 1 << 0,

    /// <summary>Read one.</summary>
    Get = 1 << 1,

    /// <summary>Read all.</summary>
    List = 1 << 2,

    /// <summary>Be told of changes.</summary>
    Watch = 1 << 3,

    /// <summary>Create.</summary>
    Create = 1 << 4,

    /// <summary>Replace.</summary>
    Update = 1 << 5,

    /// <summary>Change in part.</summary>
    Patch = 1 << 6,

    /// <summary>Delete.</summary>
    Delete = 1 << 7,

    /// <summary>All of the verbs above, each by its name.</summary>
    AllExplicit = 1 << 8,
}
