namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>How a change reaches an object.</summary>
/// <param name="Patch">Any of the four patch types, instead of a whole new state.</param>
/// <param name="Applied">Server-side apply: ownership of fields is already settled.</param>
/// <param name="Strategic">The text of a strategic merge patch as error messages quote it; null for other changes.</param>
internal readonly record struct WriteMode(bool Patch, bool Applied, string? Strategic = null);
