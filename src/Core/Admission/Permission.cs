namespace GitOpsGuard.Core.Admission;

/// <summary>What a policy says of an operation that changes no field, such as a shell in a pod.</summary>
public enum Permission
{
    /// <summary>It passes.</summary>
    Allow,

    /// <summary>It passes with a warning.</summary>
    Warn,

    /// <summary>It is refused, as the policy's mode says.</summary>
    Deny,
}
