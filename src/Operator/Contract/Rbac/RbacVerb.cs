using System.Diagnostics.CodeAnalysis;

namespace KubeOps.Abstractions.Rbac;

/// <summary>What may be done to resources.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "The contract's name.")]
public enum RbacVerb
{
    None = 0,
    All = 1 << 0,
    Get = 1 << 1,
    List = 1 << 2,
    Watch = 1 << 3,
    Create = 1 << 4,
    Update = 1 << 5,
    Patch = 1 << 6,
    Delete = 1 << 7,
    AllExplicit = Get | List | Watch | Create | Update | Patch | Delete,
}
