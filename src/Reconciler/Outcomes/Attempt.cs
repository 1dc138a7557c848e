using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>What a decision depends on besides the outcome.</summary>
/// <param name="Generation">Generation of the object that was looked at.</param>
/// <param name="Before">The conditions that it had.</param>
/// <param name="Interval">Pause to the next look when all is well, or when the user must act.</param>
/// <param name="Failures">How often in a row a retryable failure came before this one.</param>
/// <param name="Now">The time.</param>
/// <param name="Jitter">From 0 to 1, so that many objects do not retry at one moment.</param>
internal sealed record Attempt(
    long Generation, IReadOnlyList<Condition> Before, TimeSpan Interval, int Failures, DateTimeOffset Now, double Jitter);
