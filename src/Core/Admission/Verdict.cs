namespace GitOpsGuard.Core.Admission;

/// <summary>How a request ends.</summary>
public enum Verdict
{
    /// <summary>It passes; there may be warnings.</summary>
    Allowed,

    /// <summary>It does not pass.</summary>
    Denied,
}
