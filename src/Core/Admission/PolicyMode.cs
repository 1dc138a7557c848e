namespace GitOpsGuard.Core.Admission;

/// <summary>What a policy does with a change that it does not let pass, from the mildest to the strictest.</summary>
public enum PolicyMode
{
    /// <summary>Allows and records.</summary>
    Audit,

    /// <summary>Allows with a warning.</summary>
    Warn,

    /// <summary>Denies.</summary>
    Enforce,
}
