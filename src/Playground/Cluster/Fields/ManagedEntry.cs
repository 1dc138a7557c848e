namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>What one manager owns, in which version its paths are said, and when that last changed.</summary>
internal sealed record ManagedEntry(FieldSet Fields, string ApiVersion, string? Time);
