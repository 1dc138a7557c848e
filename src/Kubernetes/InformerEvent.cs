using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>A change of an informer's store.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object as it is now, of a deleted one its last known form.</param>
/// <param name="Old">The object as it was in the store; null of an added one.</param>
public sealed record InformerEvent(InformerEventType Type, JsonElement Object, JsonElement? Old);
