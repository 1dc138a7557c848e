namespace GitOpsGuard.Reconciler.Git.Http;

/// <summary>A repository's host resolves to this machine or its link.</summary>
internal sealed class LocalAddressException(string host) : IOException($"the host '{host}' resolves to a local address, which is not allowed");
