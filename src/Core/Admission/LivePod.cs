namespace GitOpsGuard.Core.Admission;

/// <summary>A pod of the guard's namespace that has not ended.</summary>
/// <param name="Name">Name.</param>
/// <param name="Uid">UID.</param>
/// <param name="ServiceAccount">Name of the account that it runs under.</param>
/// <param name="Node">Node to which it is bound; empty before it is scheduled.</param>
public sealed record LivePod(string Name, string Uid, string ServiceAccount, string Node);
