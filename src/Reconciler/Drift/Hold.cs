namespace GitOpsGuard.Reconciler.Drift;

/// <summary>Why repair leaves an object alone for now.</summary>
/// <param name="Until">When to look again.</param>
/// <param name="Why">For people.</param>
internal sealed record Hold(DateTimeOffset Until, string Why);
