namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>An expression that cannot be read or evaluated here; the message names what and where.</summary>
internal sealed class CelException(string message) : Exception(message);
