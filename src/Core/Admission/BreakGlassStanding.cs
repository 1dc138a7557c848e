namespace GitOpsGuard.Core.Admission;

/// <summary>How a BreakGlass stands at one moment.</summary>
/// <param name="State">Whether it is open, and if not, why.</param>
/// <param name="Start">When it began; null while it awaits approval.</param>
/// <param name="End">When it ends; null while it awaits approval.</param>
public sealed record BreakGlassStanding(BreakGlassState State, DateTimeOffset? Start, DateTimeOffset? End);
