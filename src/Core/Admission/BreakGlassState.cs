namespace GitOpsGuard.Core.Admission;

/// <summary>Whether a BreakGlass is open, and if not, why.</summary>
public enum BreakGlassState
{
    /// <summary>A second person has yet to approve it.</summary>
    ApprovalPending,

    /// <summary>Its subjects may write.</summary>
    Open,

    /// <summary>It is longer than the policy allows, or than what its subjects have left of the day.</summary>
    LimitExceeded,

    /// <summary>Its time is over, somebody ended it, or nobody approved it within a day.</summary>
    Ended,
}
