namespace GitOpsGuard.Core.Admission;

/// <summary>On whose behalf a token was requested by the reconciler.</summary>
/// <param name="SyncNamespace">Namespace of the GitSync.</param>
/// <param name="SyncName">Name of the GitSync.</param>
/// <param name="Account">The account, as <c>namespace/name</c>.</param>
public sealed record Tenant(string SyncNamespace, string SyncName, string Account);
