namespace GitOpsGuard.Operator;

/// <summary>From when on an operator counts as stuck or behind.</summary>
public sealed record OperatorHealthLimits
{
    /// <summary>
    /// Longest silence of a watch before the operator counts as stuck. Watches end and begin anew after ten minutes at the latest.
    /// Default 20 minutes.
    /// </summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Longest time in which no worker takes a key though some are ready, before the operator counts as stuck. Default 30 minutes.</summary>
    public TimeSpan LongestStandstill { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest time that a key may be ready before the operator counts as behind. Default 10 minutes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);
}
