namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>All objects of a kind, in every version that is served.</summary>
internal readonly record struct Collection(string Group, string Plural);
