namespace GitOpsGuard.Core.Admission;

/// <summary>One named rule of the chain.</summary>
/// <param name="Name">Name in logs, metrics and the audit log.</param>
/// <param name="Decide">The decision, or null when the rule has nothing to say of this request.</param>
internal sealed record Check(string Name, Func<Judgement, Decision?> Decide);
