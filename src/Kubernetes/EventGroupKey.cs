namespace GitOpsGuard.Kubernetes;

/// <summary>What events have in common that differ in their message alone.</summary>
internal sealed record EventGroupKey(ObjectReference About, string Reason, EventType Type);
